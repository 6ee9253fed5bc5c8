"""Classes by the namespaced types that `SLOT_TYPES` holds."""

from __future__ import annotations

from typing import Any

from physai_sim.rosless.interfaces import get_class
from physai_sim.rosless.interfaces.slot_types import NamespacedType


def import_message_from_namespaced_type(message_type: NamespacedType) -> Any:
    """Give the class of a message, service or action.

    Raises:
        LookupError: If there is none; the text names close matches.
    """
    return get_class("/".join((*message_type.namespaces, message_type.name)))
