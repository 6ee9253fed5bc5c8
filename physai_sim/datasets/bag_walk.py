"""One walk over all records of an MCAP file, noting what is whole and what is not.

It trusts no index: the index, and every checksum there is, are held against what was met.
"""

from __future__ import annotations

import zlib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import BinaryIO

from mcap.opcode import Opcode
from mcap.records import Channel, ChunkIndex, DataEnd, Footer, Schema, Statistics

from physai_sim.datasets.bag_records import (
    MAGIC,
    DamagedRecordError,
    RawMessage,
    Record,
    chunk_contents,
    has_checksum,
    parse_message,
    parse_record,
    read_records,
)

# Messages outside of chunks are gathered to spans of about this size, so that one fits in memory.
_SPAN_BYTES = 2**20
# Opcodes from here on are for applications, and skipped; those below are the format's own.
_FIRST_PRIVATE_OPCODE = 0x80
_LAST_OPCODE = max(Opcode)
_FOOTER_CRC_BYTES = 4


@dataclass(frozen=True, slots=True)
class Span:
    """A run of whole records that hold messages: one chunk, or messages outside of chunks.

    Args:
        start: Offset of its first byte [bytes].
        stop: Offset after its last byte [bytes].
        first_ns: Earliest log time in it [ns].
        last_ns: Latest log time in it [ns].
        chunked: Whether it is a chunk.
    """

    start: int
    stop: int
    first_ns: int
    last_ns: int
    chunked: bool


class Walk:
    """What a walk has met so far; `run` does the walk, `messages` gives what it meets besides.

    Args:
        trusts_chunks: Whether the checksum over all data is left out where chunks have their own.
    """

    def __init__(self, *, trusts_chunks: bool = False) -> None:
        self._trusts_chunks = trusts_chunks
        self._has_skipped = False
        self.schemas: dict[int, Schema] = {}
        self.channels: dict[int, Channel] = {}
        self.spans: list[Span] = []
        self.counts: Counter[int] = Counter()
        self.bytes_dropped = 0
        self.faults: list[str] = []
        self._chunk_starts: list[int] = []
        self._indexed: list[int] = []
        self._statistics: Statistics | None = None
        self._crc = zlib.crc32(MAGIC)

    def run(self, stream: BinaryIO, size: int) -> None:
        """Walk from behind the magic bytes to the end of the file.

        Args:
            stream: The file, standing behind its magic bytes.
            size: Size of the file [bytes].
        """
        for _ in self.messages(stream, size):
            pass

    def messages(self, stream: BinaryIO, size: int) -> Iterator[RawMessage]:
        """Walk as `run` does, and give each whole message in the order of the file."""
        end, opcode = stream.tell(), 0
        try:
            for record in read_records(stream, size):
                end, opcode = record.end, record.opcode
                yield from self._take(record)
                if opcode == Opcode.FOOTER:
                    break
        except DamagedRecordError as error:
            self.faults.append(f"{error} at byte {end}, the last {size - end} bytes are lost")
            self.bytes_dropped += size - end
            return
        if opcode != Opcode.FOOTER:
            self.faults.append("its recording was cut off")
        elif stream.read(len(MAGIC) + 1) != MAGIC:
            self.faults.append("its end is damaged")
        self._check_index()

    def _take(self, record: Record) -> Sequence[RawMessage]:
        # The end of the data section and the footer hold the checksums of what stands before.
        if record.opcode == Opcode.DATA_END:
            data_end: DataEnd = parse_record(DataEnd.read, record.body)
            self._check_crc(0 if self._has_skipped else data_end.data_section_crc, "data")
            self._crc = 0
            return ()
        if record.opcode == Opcode.FOOTER:
            footer: Footer = parse_record(Footer.read, record.body)
            self._add_crc(record.frame, record.body[:-_FOOTER_CRC_BYTES])
            self._check_crc(footer.summary_crc, "index")
            return ()
        if self._trusts_chunks and record.opcode == Opcode.CHUNK and has_checksum(record.body):
            self._has_skipped = True
        else:
            self._add_crc(record.frame, record.body)
        try:
            return self._take_content(record)
        except DamagedRecordError as error:
            self.faults.append(f"the record at byte {record.offset} is damaged ({error})")
            self.bytes_dropped += record.end - record.offset
            return ()

    def _take_content(self, record: Record) -> Sequence[RawMessage]:
        if record.opcode == Opcode.CHUNK:
            return self._take_chunk(record)
        if record.opcode == Opcode.MESSAGE:
            return (self._take_loose(record),)
        if record.opcode == Opcode.CHUNK_INDEX:
            index: ChunkIndex = parse_record(ChunkIndex.read, record.body)
            self._indexed.append(index.chunk_start_offset)
        elif record.opcode == Opcode.STATISTICS:
            self._statistics = parse_record(Statistics.read, record.body)
        elif record.opcode > _LAST_OPCODE and record.opcode < _FIRST_PRIVATE_OPCODE:
            raise DamagedRecordError("of no known kind")
        else:
            self._take_topic(record)
        return ()

    def _take_topic(self, record: Record) -> None:
        # The index repeats these; should a damaged record contradict it, the first holds.
        if record.opcode == Opcode.SCHEMA:
            schema: Schema = parse_record(Schema.read, record.body)
            self.schemas.setdefault(schema.id, schema)
        elif record.opcode == Opcode.CHANNEL:
            channel: Channel = parse_record(Channel.read, record.body)
            self.channels.setdefault(channel.id, channel)

    def _take_chunk(self, record: Record) -> list[RawMessage]:
        self._chunk_starts.append(record.offset)
        # All of a chunk or nothing of it: its records are taken when all have been read.
        topics, messages = chunk_contents(record.body)
        for inner in topics:
            self._take_topic(inner)
        if messages:
            stamps = [message.log_time_ns for message in messages]
            self.spans.append(
                Span(record.offset, record.end, min(stamps), max(stamps), chunked=True)
            )
        self.counts.update(message.channel_id for message in messages)
        return messages

    def _take_loose(self, record: Record) -> RawMessage:
        message: RawMessage = parse_message(record.body)
        start = record.offset
        first_ns = last_ns = message.log_time_ns
        last = self.spans[-1] if self.spans else None
        if last and not last.chunked and last.stop == start < last.start + _SPAN_BYTES:
            start = last.start
            first_ns, last_ns = min(last.first_ns, first_ns), max(last.last_ns, last_ns)
            self.spans.pop()
        self.spans.append(Span(start, record.end, first_ns, last_ns, chunked=False))
        self.counts[message.channel_id] += 1
        return message

    def _add_crc(self, *parts: bytes) -> None:
        for part in parts:
            self._crc = zlib.crc32(part, self._crc)

    def _check_crc(self, expected: int, part: str) -> None:
        # Zero means that the writer took no checksum. A damaged chunk has been named already.
        if expected and expected != self._crc and not self.faults:
            self.faults.append(f"its {part} section's checksum differs")

    def _check_index(self) -> None:
        if not self.faults and self._indexed and sorted(self._indexed) != self._chunk_starts:
            self.faults.append("its index does not match its chunks")
        found = self.counts.total()
        if self._statistics and self._statistics.message_count != found:
            self.faults.append(f"its index counts {self._statistics.message_count} messages")
