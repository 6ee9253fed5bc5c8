"""zstd as rosbag2 uses it beside MCAP's own chunks: around single messages, and around files.

A bag is not to be trusted: nothing is decompressed beyond a limit, whatever its headers claim.
"""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import BinaryIO

import zstandard

from physai_sim.core.errors import BagError
from physai_sim.datasets.bag_records import MAX_RECORD_BYTES

SUFFIX = ".zstd"
MAX_FILE_BYTES = 64 * 2**30
"""Largest file that is decompressed [bytes]."""

_MAGIC = b"\x28\xb5\x2f\xfd"  # RFC 8878, section 3.1.1; CDR begins with a zero
_PIECE_BYTES = 2**20
_SPARE_BYTES = 256 * 2**20  # what decompression leaves free on the disk


class DecompressionError(Exception):
    """A message that does not decompress; the text says why and stays inside this package."""


def is_compressed(data: bytes) -> bool:
    """Whether a message was compressed by itself, as `--compression-mode message` does."""
    return data[:4] == _MAGIC


def decompressed(data: bytes, limit: int = MAX_RECORD_BYTES) -> bytes:
    """Decompress a message.

    Args:
        data: One zstd frame.
        limit: Most that it may hold [bytes].

    Raises:
        DecompressionError: If it is damaged, or holds more.
    """
    found = decompressed_start(data, limit + 1)
    if len(found) > limit:
        raise DecompressionError(f"decompressed it has over {limit} bytes")
    claimed = _claimed_bytes(data)
    if claimed is not None and claimed != len(found):
        raise DecompressionError(f"it is cut off after {len(found)} of {claimed} bytes")
    return found


def decompressed_start(data: bytes, size: int) -> bytes:
    """Decompress the first bytes of a message, at most `size`; it costs what they cost.

    Raises:
        DecompressionError: If they are damaged.
    """
    try:
        with zstandard.ZstdDecompressor().stream_reader(data) as reader:
            return reader.read(size)
    except (zstandard.ZstdError, MemoryError) as error:
        raise DecompressionError("it does not decompress") from error


def _claimed_bytes(data: bytes) -> int | None:
    try:
        claimed = zstandard.frame_content_size(data)
    except zstandard.ZstdError as error:
        raise DecompressionError("it does not decompress") from error
    return None if claimed < 0 else claimed


def plain_message(data: bytes, topic: str) -> bytes:
    """The bytes of a message, whether it was compressed by itself or not.

    Raises:
        BagError: If it does not decompress.
    """
    if not is_compressed(data):
        return data
    try:
        return decompressed(data)
    except DecompressionError as error:
        raise BagError(f"a message cannot be read: {error}", where=topic) from None


def decompress_file(source: Path, target: Path, *, limit: int = MAX_FILE_BYTES) -> None:
    """Decompress a file piece by piece; of one that is cut off, what is whole comes out.

    Args:
        source: A file of zstd frames.
        target: Where it goes; there must be room for it.
        limit: Most that it may hold [bytes].

    Raises:
        BagError: If it cannot be read, or holds more than the limit or than there is room for.
    """
    room = shutil.disk_usage(target.parent).free - _SPARE_BYTES
    try:
        with source.open("rb") as stream, target.open("wb") as out:
            written = _copied(stream, out, most=min(limit, max(room, 0)))
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise BagError(f"cannot be decompressed, {reason}", where=str(source)) from None
    if written > limit:
        raise BagError("too large", where=str(source), expected=f"<= {limit} bytes decompressed")
    if written > room:
        what = f"no room to decompress it in {target.parent}"
        raise BagError(what, where=str(source), expected=f"<= {max(room, 0)} bytes")


def _copied(stream: BinaryIO, out: BinaryIO, *, most: int) -> int:
    """Write what comes out of a stream; gives how much, which is over `most` if more would."""
    written = 0
    with zstandard.ZstdDecompressor().stream_reader(stream, read_across_frames=True) as reader:
        while written <= most:
            try:
                piece = reader.read(_PIECE_BYTES)
            except zstandard.ZstdError:
                break
            if not piece:
                break
            written += len(piece)
            if written <= most:
                out.write(piece)
    return written
