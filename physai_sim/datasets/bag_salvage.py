"""What of an MCAP file is whole: found by walking all its records, in memory, writing nothing.

A file that was cut off has no index, and one with a damaged chunk has an index that lies. So the
index is only ever checked; what is there is what the walk has found.
"""

from __future__ import annotations

import heapq
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import BinaryIO

from mcap.opcode import Opcode
from mcap.records import Channel, Schema

from physai_sim.core.errors import BagError
from physai_sim.datasets.bag_files import numbers_as_numbers
from physai_sim.datasets.bag_records import (
    MAGIC,
    DamagedRecordError,
    RawMessage,
    chunk_contents,
    parse_message,
    read_records,
)
from physai_sim.datasets.bag_walk import Span, Walk

_FAULTS_SHOWN = 3
_OTHER_SUFFIXES = frozenset({".db3", ".zstd"})


@dataclass(frozen=True, slots=True)
class Salvage:
    """The whole part of one MCAP file.

    Args:
        path: The file.
        schemas: Schema records by id.
        channels: Channel records by id; only those whose schema is known.
        spans: Where the messages stand, in file order.
        counts: Messages by channel id, of the known channels.
        chunks: Number of whole chunks that hold messages.
        bytes_dropped: Bytes of damaged chunks, and of a tail that is no whole record.
        lost: One sentence on what is damaged; None if the file is whole.
    """

    path: Path
    schemas: Mapping[int, Schema]
    channels: Mapping[int, Channel]
    spans: tuple[Span, ...]
    counts: Mapping[int, int]
    chunks: int
    bytes_dropped: int
    lost: str | None

    @property
    def message_count(self) -> int:
        """Number of messages that can be read."""
        return sum(self.counts.values())

    @property
    def start_ns(self) -> int:
        """Earliest log time [ns]; 0 without messages."""
        return min((span.first_ns for span in self.spans), default=0)

    @property
    def end_ns(self) -> int:
        """Latest log time [ns]; 0 without messages."""
        return max((span.last_ns for span in self.spans), default=0)

    def messages(self) -> Iterator[RawMessage]:
        """Give the messages in the order in which they were written."""
        with _opened(self.path) as stream:
            for span in self.spans:
                yield from self._span_messages(stream, span)

    def messages_by_time(self) -> Iterator[RawMessage]:
        """Give the messages in log-time order; equal stamps in the order they were written."""
        pending: list[tuple[int, int, RawMessage]] = []
        by_offset = {span.start: index for index, span in enumerate(self.spans)}
        with _opened(self.path) as stream:
            for span in sorted(self.spans, key=lambda span: span.first_ns):
                while pending and pending[0][0] < span.first_ns:
                    yield heapq.heappop(pending)[2]
                # The place in the file breaks ties: span first, then position inside it.
                number = by_offset[span.start] << 32
                for message in self._span_messages(stream, span):
                    heapq.heappush(pending, (message.log_time_ns, number, message))
                    number += 1
        while pending:
            yield heapq.heappop(pending)[2]

    def _span_messages(self, stream: BinaryIO, span: Span) -> Iterator[RawMessage]:
        try:
            for message in _messages_between(stream, span.start, span.stop):
                if message.channel_id in self.channels:
                    yield message
        except DamagedRecordError as error:
            raise BagError(f"changed while it was read: {error}", where=str(self.path)) from None


def mcap_files(path: Path) -> list[Path]:
    """Give the MCAP files of a bag: those of a folder in the order of their numbers, or the file.

    A file is taken for MCAP unless its name says that it is SQLite or compressed as a whole.
    """
    if path.is_dir():
        return sorted(path.glob("*.mcap"), key=numbers_as_numbers)
    return [] if path.suffix in _OTHER_SUFFIXES else [path]


def scan_mcap(path: Path) -> Salvage:
    """Walk a file's records and give what is whole.

    Raises:
        BagError: If the file cannot be read, is empty, or is not MCAP.
    """
    walk = Walk()
    with open_mcap(path) as (stream, size):
        walk.run(stream, size)
    return salvage_of(path, walk)


@contextmanager
def open_mcap(path: Path) -> Iterator[tuple[BinaryIO, int]]:
    """Open a file and stand behind its magic bytes; give it with its size [bytes].

    Raises:
        BagError: If the file cannot be read, is empty, or is not MCAP.
    """
    with _opened(path) as stream:
        size = os.fstat(stream.fileno()).st_size
        if stream.read(len(MAGIC)) != MAGIC:
            raise BagError("is not an MCAP file" if size else "is empty", where=str(path))
        yield stream, size


def salvage_of(path: Path, walk: Walk) -> Salvage:
    """What of a file is whole, by a walk that has come to its end."""
    channels = {
        number: channel
        for number, channel in walk.channels.items()
        if channel.schema_id in walk.schemas
    }
    counts = {number: walk.counts[number] for number in channels}
    faults = list(walk.faults)
    if nameless := walk.counts.total() - sum(counts.values()):
        faults.append(f"{nameless} messages are of no known topic")
    whole = Salvage(
        path=path,
        schemas=walk.schemas,
        channels=channels,
        spans=tuple(walk.spans),
        counts=counts,
        chunks=sum(span.chunked for span in walk.spans),
        bytes_dropped=walk.bytes_dropped,
        lost=None,
    )
    return replace(whole, lost=_sentence(whole, faults)) if faults else whole


def _sentence(salvage: Salvage, faults: list[str]) -> str:
    if (more := len(faults) - _FAULTS_SHOWN) > 0:
        faults = [*faults[:_FAULTS_SHOWN], f"{more} more faults"]
    seconds = (salvage.end_ns - salvage.start_ns) / 1e9
    kept = f"{salvage.message_count} whole messages over {seconds:.3f} s remain"
    return f"{salvage.path.name}: {'; '.join(faults)}; {kept}"


def _messages_between(stream: BinaryIO, start: int, stop: int) -> Iterator[RawMessage]:
    """Read the messages of the records in a range of the file [bytes], chunked or not."""
    stream.seek(start)
    for record in read_records(stream, stop):
        if record.opcode == Opcode.MESSAGE:
            yield parse_message(record.body)
        elif record.opcode == Opcode.CHUNK:
            yield from chunk_contents(record.body).messages


def _opened(path: Path) -> BinaryIO:
    try:
        return path.open("rb")
    except OSError as error:
        raise BagError(f"cannot be read: {error.strerror}", where=str(path)) from None
