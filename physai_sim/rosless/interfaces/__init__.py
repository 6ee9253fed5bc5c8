"""Message, service and action classes made from definitions, and their octets on the wire."""

from physai_sim.rosless.interfaces.codec import Codec, codec
from physai_sim.rosless.interfaces.finder import Finder
from physai_sim.rosless.interfaces.library import get_class
from physai_sim.rosless.interfaces.registry import names, register

__all__ = ["Codec", "Finder", "codec", "get_class", "names", "register"]
