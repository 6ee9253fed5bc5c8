"""Keeps what was read of many messages in few bytes: names once, numbers side by side.

A message as objects of Python takes some ten times what its numbers take, and an hour of driving
has a hundred thousand of them. So numbers go into one array, and objects are made when asked for.
"""

from __future__ import annotations

from abc import abstractmethod
from array import array
from collections.abc import Callable, Hashable, Sequence
from typing import Any, NamedTuple, overload

import numpy as np
from numpy.typing import NDArray

from physai_sim.core.truth import Contact
from physai_sim.evaluation.ingest.fast_decoding import Chunk, Values

_POSE = 7
_CONTACT = 8


class Packing(NamedTuple):
    """How values of a type are taken apart and put together again.

    Args:
        pack: Gives what is the same in most messages, and the numbers.
        unpack: Gives the value again.
    """

    pack: Callable[[Any], tuple[Hashable, Sequence[float]]]
    unpack: Callable[[Any, Sequence[float]], Any]


def _pack_bodies(bodies: dict[str, tuple[float, ...]]) -> tuple[Hashable, Sequence[float]]:
    return tuple(bodies), [number for pose in bodies.values() for number in pose]


def _bodies(names: tuple[str, ...], numbers: Sequence[float]) -> dict[str, tuple[float, ...]]:
    starts = range(0, len(numbers), _POSE)
    return {n: tuple(numbers[i : i + _POSE]) for n, i in zip(names, starts, strict=True)}


def _pack_contacts(contacts: tuple[Contact, ...]) -> tuple[Hashable, Sequence[float]]:
    names = tuple((c.body_a, c.link_a, c.body_b, c.link_b) for c in contacts)
    return names, [n for c in contacts for n in (*c.position_m, *c.normal, c.depth_m, c.force_n)]


def _contacts(names: tuple[Any, ...], numbers: Sequence[float]) -> tuple[Contact, ...]:
    found = []
    for place, (body_a, link_a, body_b, link_b) in enumerate(names):
        x, y, z, nx, ny, nz, depth, force = numbers[place * _CONTACT : (place + 1) * _CONTACT]
        position, normal = (x, y, z), (nx, ny, nz)
        found.append(Contact(body_a, link_a, body_b, link_b, position, normal, depth, force))
    return tuple(found)


PACKINGS = {
    "physai_msgs/msg/Values": Packing(
        lambda values: (values.names, values.numbers),
        lambda names, numbers: Values(names, tuple(numbers)),
    ),
    "physai_msgs/msg/ActionChunk": Packing(
        lambda chunk: ((chunk.start_ns, chunk.hz, chunk.names), chunk.numbers),
        lambda told, numbers: Chunk(told[0], told[1], told[2], tuple(numbers)),
    ),
    "vision_msgs/msg/Detection3DArray": Packing(_pack_bodies, _bodies),
    "ros_gz_interfaces/msg/Contacts": Packing(_pack_contacts, _contacts),
}
"""By type name; what is read of other types is kept as it is."""


class Lazy(Sequence[Any]):
    """Values that are made when they are asked for; a slice of it is one too."""

    @abstractmethod
    def value(self, place: int) -> Any:
        """The value at a place, 0 or more and less than the length."""

    @overload
    def __getitem__(self, place: int) -> Any: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[Any]: ...
    def __getitem__(self, place: int | slice) -> Any:
        """A value, or some of them."""
        found = range(len(self))[place]
        return Chosen(self, found) if isinstance(found, range) else self.value(found)


class Packed(Lazy):
    """Values of one type, packed; getting one puts it together anew.

    Args:
        packing: How.
    """

    def __init__(self, packing: Packing) -> None:
        self._packing = packing
        self._numbers, self._ends, self._kinds = array("d"), array("q"), array("q")
        self._by_key: dict[Hashable, int] = {}
        self._keys: list[Hashable] = []

    def append(self, value: Any) -> None:
        """Add a value."""
        key, numbers = self._packing.pack(value)
        kind = self._by_key.setdefault(key, len(self._keys))
        if kind == len(self._keys):
            self._keys.append(key)
        self._numbers.extend(numbers)
        self._ends.append(len(self._numbers))
        self._kinds.append(kind)

    def __len__(self) -> int:
        """Number of values."""
        return len(self._ends)

    def value(self, place: int) -> Any:
        """See the base."""
        start = self._ends[place - 1] if place else 0
        numbers = self._numbers[start : self._ends[place]]
        return self._packing.unpack(self._keys[self._kinds[place]], numbers)


class Chosen(Lazy):
    """Some of the values of a sequence, in an order of its own; nothing is copied.

    Args:
        values: All of them.
        places: Of those that are chosen.
    """

    def __init__(self, values: Sequence[Any], places: Sequence[int] | NDArray[np.int64]) -> None:
        self._values, self._places = values, places

    def __len__(self) -> int:
        """Number of values."""
        return len(self._places)

    def value(self, place: int) -> Any:
        """See the base."""
        return self._values[int(self._places[place])]
