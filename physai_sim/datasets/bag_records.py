"""Records of an MCAP file, read without trusting a single length in it.

A bag may be cut off, damaged or made to do harm. Every length is held against what is there
before memory is taken for it; whatever is wrong is raised as `DamagedRecordError`, saying why.

Source: the MCAP format specification, version 0 (mcap.dev/spec).
"""

from __future__ import annotations

import importlib
import struct
import zlib
from collections.abc import Callable, Iterator
from io import BytesIO
from typing import BinaryIO, NamedTuple, TypeVar

import zstandard
from mcap.data_stream import ReadDataStream
from mcap.exceptions import McapError
from mcap.opcode import Opcode

MAGIC = b"\x89MCAP0\r\n"
MAX_RECORD_BYTES = 256 * 2**20
"""Largest record, and largest chunk once decompressed, that is read [bytes]."""

_FRAME = struct.Struct("<BQ")  # opcode, length of the body
_MESSAGE = struct.Struct("<HIQQ")  # channel, sequence, log time, publish time
_LENGTH = struct.Struct("<Q")
_TOPIC_OPCODES = frozenset({Opcode.SCHEMA, Opcode.CHANNEL})
_CHUNK = struct.Struct("<QQQII")  # first, last time, size, checksum, length of a name

RecordT = TypeVar("RecordT")


class DamagedRecordError(Exception):
    """A record that cannot be read; the text says why and stays inside this package."""


class Record(NamedTuple):
    """One record: where its opcode stands [bytes from the start], what it is, what it holds."""

    offset: int
    opcode: int
    body: bytes

    @property
    def end(self) -> int:
        """Where the next record starts [bytes]."""
        return self.offset + _FRAME.size + len(self.body)

    @property
    def frame(self) -> bytes:
        """The bytes that stand before the body."""
        return _FRAME.pack(self.opcode, len(self.body))


class RawMessage(NamedTuple):
    """A message as it stands in the file, its data still serialised."""

    channel_id: int
    sequence: int
    log_time_ns: int
    publish_time_ns: int
    data: bytes


def read_records(stream: BinaryIO, stop: int) -> Iterator[Record]:
    """Read the records from where the stream stands up to the offset `stop` [bytes].

    Raises:
        DamagedRecordError: If the bytes before `stop` do not end with a whole record.
    """
    offset = stream.tell()
    while offset < stop:
        frame = stream.read(min(_FRAME.size, stop - offset))
        if len(frame) < _FRAME.size:
            raise DamagedRecordError("it is cut off")
        opcode, length = _FRAME.unpack(frame)
        if not opcode and not length:  # a crash leaves zeros at the end, as many as it likes
            raise DamagedRecordError("only zeros stand")
        if length > stop - offset - _FRAME.size:
            raise DamagedRecordError("it is cut off inside a record")
        if length > MAX_RECORD_BYTES:
            raise DamagedRecordError(f"a record of {length} bytes is over the limit")
        record = Record(offset, opcode, stream.read(length))
        if len(record.body) < length:
            raise DamagedRecordError("it became shorter while it was read")
        yield record
        offset = record.end


def parse_record(read: Callable[[ReadDataStream], RecordT], body: bytes) -> RecordT:
    """Parse a record's body with one of `mcap`'s record readers."""
    # `mcap` takes lengths as they come, but from memory it can read no more than is there.
    try:
        return read(ReadDataStream(BytesIO(body)))
    except (McapError, struct.error, ValueError, OverflowError) as error:
        raise DamagedRecordError("a record's fields make no sense") from error


def parse_message(body: bytes) -> RawMessage:
    """Parse the body of a message record."""
    return _message_at(body, 0, len(body))


class ChunkContents(NamedTuple):
    """What a chunk holds, in its order: records of topics, and messages."""

    topics: list[Record]
    messages: list[RawMessage]


def chunk_contents(body: bytes) -> ChunkContents:
    """Read a chunk record's body, after holding it against its checksum: all of it or nothing.

    Raises:
        DamagedRecordError: If anything in it is not whole.
    """
    data = _chunk_data(body)
    contents, offset, size = ChunkContents([], []), 0, len(data)
    while offset < size:
        if size - offset < _FRAME.size:
            raise DamagedRecordError("it is cut off")
        opcode, length = _FRAME.unpack_from(data, offset)
        start = offset + _FRAME.size
        if length > size - start:
            raise DamagedRecordError("it is cut off inside a record")
        if opcode == Opcode.MESSAGE:
            contents.messages.append(_message_at(data, start, start + length))
        elif opcode in _TOPIC_OPCODES:
            contents.topics.append(Record(offset, opcode, data[start : start + length]))
        offset = start + length
    return contents


def _message_at(data: bytes, start: int, stop: int) -> RawMessage:
    if stop - start < _MESSAGE.size:
        raise DamagedRecordError("a message is shorter than its header")
    channel_id, sequence, log_time_ns, publish_time_ns = _MESSAGE.unpack_from(data, start)
    data = data[start + _MESSAGE.size : stop]
    return RawMessage(channel_id, sequence, log_time_ns, publish_time_ns, data)


def has_checksum(body: bytes) -> bool:
    """Whether a chunk record's body bears a checksum of what it holds."""
    return len(body) >= _CHUNK.size and bool(_CHUNK.unpack_from(body)[3])


def _chunk_data(body: bytes) -> bytes:
    # Read here and not by `mcap`, which copies it once more, and most of a file is chunks.
    try:
        _, _, size, crc, name_size = _CHUNK.unpack_from(body)
        name_end = _CHUNK.size + name_size
        compression = body[_CHUNK.size : name_end].decode()
        (claimed,) = _LENGTH.unpack_from(body, name_end)
    except (struct.error, ValueError) as error:
        raise DamagedRecordError("a record's fields make no sense") from error
    packed = memoryview(body)[name_end + _LENGTH.size :]
    if claimed != len(packed):
        raise DamagedRecordError("its lengths disagree")
    if size > MAX_RECORD_BYTES:
        raise DamagedRecordError(f"its {size} bytes are over the limit")
    # One byte more than claimed is asked for, so that a chunk that holds more is found out.
    data = _decompress(compression, packed, size + 1)
    if len(data) != size:
        raise DamagedRecordError("it does not have the size it claims")
    if crc and zlib.crc32(data) != crc:
        raise DamagedRecordError("its checksum differs")
    return data


def _decompress(compression: str, packed: memoryview, limit: int) -> bytes:
    """Decompress a chunk, at most `limit` bytes of it whatever its own headers claim."""
    try:
        if compression == "zstd":
            return _zstd(packed, limit)
        if compression == "lz4":
            # By name, for lz4 is optional and untyped; ROS 2 itself compresses with zstd.
            lz4 = importlib.import_module("lz4.frame")
            return bytes(lz4.LZ4FrameDecompressor().decompress(bytes(packed), max_length=limit))
    except (zstandard.ZstdError, RuntimeError, EOFError, MemoryError) as error:
        raise DamagedRecordError("it does not decompress") from error
    except ImportError as error:
        raise DamagedRecordError("reading it needs `pip install lz4`") from error
    if compression:
        raise DamagedRecordError(f"its compression {compression[:20]!r} is unknown")
    return bytes(packed)


def _zstd(packed: memoryview, limit: int) -> bytes:
    decompressor = zstandard.ZstdDecompressor()
    if 0 < zstandard.frame_content_size(packed) < limit:
        return decompressor.decompress(packed)
    with decompressor.stream_reader(packed) as reader:
        return reader.read(limit)
