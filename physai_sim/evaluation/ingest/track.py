"""What one pass keeps of a topic: when its messages came, and a few numbers of each.

Legend: M messages of a topic, N of which could be read, W numbers kept of each.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from physai_sim.core.errors import BagError
from physai_sim.core.geometry import Array
from physai_sim.datasets.bag_compression import (
    DecompressionError,
    decompressed,
    decompressed_start,
    is_compressed,
)
from physai_sim.datasets.bag_file_streams import StreamTopic
from physai_sim.datasets.bag_types import has_stamp, is_known
from physai_sim.evaluation.episode import Fault, Stream
from physai_sim.evaluation.ingest.cdr import STAMP_BYTES, peek_stamp
from physai_sim.evaluation.ingest.decoding import WIDTHS, reader_of
from physai_sim.evaluation.ingest.packing import PACKINGS, Packed

_CDR = ("cdr", "")


@dataclass(frozen=True, slots=True, eq=False)
class Part:
    """A stretch of a topic's messages.

    Args:
        places: Place of each message that could be read among all of the recording, shape (N,).
        logged_ns: When each was recorded, shape (N,) [ns].
        stamps_ns: What each says of its own time, 0 where that makes no sense, shape (N,) [ns];
            None where messages of the type carry no stamp.
        rows: Numbers of each, shape (N, W); empty where something else is kept of them.
        objects: What else was kept of each.
        stream: When all its messages came, those that could not be read too.
    """

    places: NDArray[np.int64]
    logged_ns: NDArray[np.int64]
    stamps_ns: NDArray[np.int64] | None
    rows: Array
    objects: Sequence[Any]
    stream: Stream

    def __len__(self) -> int:
        """Number of messages that could be read."""
        return len(self.logged_ns)


class Track:
    """The messages of one topic; payloads are not kept.

    Args:
        topic: The topic.
        is_wanted: Whether its messages are read; of the others only their times are kept.

    Attributes:
        topic: The topic.
        is_known: Whether its type can be read at all.
    """

    def __init__(self, topic: StreamTopic, *, is_wanted: bool) -> None:
        self.topic = topic
        is_cdr = topic.encoding in _CDR
        self.is_known = is_cdr and is_known(topic.type_name, topic.definition)
        self._is_stamped = is_cdr and has_stamp(topic.type_name, topic.definition)
        self._read = reader_of(topic) if is_wanted and self.is_known else None
        self._width = WIDTHS.get(topic.type_name, 0)
        self._places, self._logged, self._stamps = array("q"), array("q"), array("q")
        self._kept, self._numbers = array("q"), array("d")
        packing = PACKINGS.get(topic.type_name)
        self._objects: list[Any] | Packed = [] if packing is None else Packed(packing)
        self._unreadable, self._reason = 0, ""

    def add(self, place: int, logged_ns: int, data: bytes) -> None:
        """Take the next message.

        Args:
            place: Its place among all messages of the recording.
            logged_ns: When it was recorded [ns].
            data: As it was recorded.
        """
        self._places.append(place)
        self._logged.append(logged_ns)
        if self._read is None and not self._is_stamped:
            return
        try:
            if is_compressed(data):
                data = self._plain(data)
            if self._is_stamped:
                self._stamps.append(peek_stamp(data))
            if self._read is not None:
                self._keep(self._read(data))
        except (BagError, DecompressionError) as error:
            self._unreadable += 1
            self._reason = self._reason or str(error)
            if self._is_stamped and len(self._stamps) < len(self._places):
                self._stamps.append(0)

    def _plain(self, data: bytes) -> bytes:
        return decompressed_start(data, STAMP_BYTES) if self._read is None else decompressed(data)

    def _keep(self, value: Any) -> None:
        self._kept.append(len(self._places) - 1)
        if self._width:
            self._numbers.extend(value)
        else:
            self._objects.append(value)

    def __len__(self) -> int:
        """Number of messages."""
        return len(self._places)

    @property
    def all_places(self) -> NDArray[np.int64]:
        """Place of each message among all of the recording, shape (M,)."""
        return _ints(self._places)

    def part(self, first: int = 0, stop: int = 2**62) -> Part:
        """The messages whose places among all of the recording lie in a range."""
        everything = slice(*np.searchsorted(_ints(self._places), (first, stop)).tolist())
        kept = _ints(self._kept)
        some = slice(*np.searchsorted(kept, (everything.start, everything.stop)).tolist())
        stamps = _ints(self._stamps) if self._is_stamped else None
        width = self._width or 1
        return Part(
            places=_ints(self._places)[kept[some]],
            logged_ns=_ints(self._logged)[kept[some]],
            stamps_ns=None if stamps is None else stamps[kept[some]],
            rows=np.frombuffer(self._numbers, dtype=np.float64).reshape(-1, width)[some],
            objects=self._objects[some],
            stream=Stream(
                self.topic.type_name,
                _ints(self._logged)[everything],
                None if stamps is None else stamps[everything],
            ),
        )

    def ends_ns(self) -> tuple[int, int]:
        """When the earliest and the latest of its messages were recorded [ns]."""
        return min(self._logged), max(self._logged)

    def faults(self) -> Iterator[Fault]:
        """What of it could not be read, counted."""
        name, kind = self.topic.name, self.topic.type_name
        if not self.is_known:
            how = "" if self.topic.encoding in _CDR else f" serialised as {self.topic.encoding!r}"
            text = (
                f"messages of {kind}{how} cannot be read: neither we nor the bag define the type"
            )
            yield Fault("unknown_type", name, len(self), text)
        if self._unreadable:
            yield Fault("unreadable", name, self._unreadable, self._reason)


def _ints(numbers: array[int]) -> NDArray[np.int64]:
    return np.frombuffer(numbers, dtype=np.int64)
