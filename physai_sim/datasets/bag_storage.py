"""Writes the MCAP file of a bag chunk by chunk, so that a crash costs the open chunk and no more.

The recorder of `BagWriter` and the repair share it, so a repaired bag is like a recorded one.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from mcap.records import Channel, Schema
from mcap.writer import Writer

from physai_sim.core.interrupts import HeldBack
from physai_sim.datasets.bag_metadata import FileSummary, Topic
from physai_sim.datasets.bag_records import RawMessage

CHUNK_BYTES = 2**20
"""A chunk is closed once it holds this much, before compression [bytes]."""
CHUNK_NS = 2_000_000_000
"""A chunk is closed before a message this much later than its first [ns]."""

_NEVER = 2**62


class McapRecorder:
    """Writes an MCAP file in chunks, each handed to the operating system as soon as it is whole.

    A process that is killed loses the open chunk and no more.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file = path.open("xb")
        # Ctrl-C in the middle of a record or of a chunk would leave half of it.
        self._whole = HeldBack()
        # Chunks are closed here and never by `mcap`, which would leave them in the file's buffer.
        self._mcap = Writer(self._file, chunk_size=_NEVER, enable_data_crcs=True)
        self._flush_mcap: Callable[[], None] = self._mcap.flush
        self._finish_mcap: Callable[[], None] = self._mcap.finish
        self._topics: dict[int, Topic] = {}
        self._schema_ids: dict[tuple[str, str, bytes], int] = {}
        self._counts: Counter[int] = Counter()
        self._open_bytes = 0
        self._chunk_start_ns: int | None = None
        self._start_ns: int | None = None
        self._end_ns = 0
        self._whole_bytes = 0
        self.messages_kept = 0
        try:
            self._mcap.start(profile="ros2", library="physai_sim")
            self._close_chunk()
        except OSError:
            self.abandon()
            raise

    def add_channel(self, channel: Channel, schema: Schema) -> int:
        """Add a topic; equal schemas are written once. Gives the id for its messages."""
        key = (schema.name, schema.encoding, schema.data)
        if key not in self._schema_ids:
            self._schema_ids[key] = self._mcap.register_schema(*key)
        number = self._mcap.register_channel(
            channel.topic, channel.message_encoding, self._schema_ids[key], channel.metadata
        )
        self._topics[number] = Topic.of(channel, schema)
        return number

    def write(self, message: RawMessage) -> None:
        """Write a message to the open chunk, and the chunk to the disk when it is due."""
        stamp_ns = message.log_time_ns
        if self._chunk_start_ns is not None and abs(stamp_ns - self._chunk_start_ns) > CHUNK_NS:
            self._close_chunk()
        if self._chunk_start_ns is None:
            self._chunk_start_ns = stamp_ns
        with self._whole:
            self._mcap.add_message(
                channel_id=message.channel_id,
                log_time=stamp_ns,
                data=message.data,
                publish_time=message.publish_time_ns,
                sequence=message.sequence,
            )
            self._counts[message.channel_id] += 1
        self._start_ns = stamp_ns if self._start_ns is None else min(self._start_ns, stamp_ns)
        self._end_ns = max(self._end_ns, stamp_ns)
        self._open_bytes += len(message.data)
        if self._open_bytes >= CHUNK_BYTES:
            self._close_chunk()

    def finish(self, summary_text: str) -> None:
        """Write the index and close the file; it is whole and on the disk then.

        Args:
            summary_text: The bag's metadata, which rosbag2 keeps inside the file too.
        """
        self._close_chunk()
        self._mcap.add_metadata("rosbag2", {"serialized_metadata": summary_text})
        self._finish_mcap()
        self._file.flush()
        os.fsync(self._file.fileno())
        self._file.close()

    def abandon(self) -> None:
        """Close the file after a failure, cut back to its last whole chunk."""
        with suppress(OSError):
            self._file.close()
        with suppress(OSError):
            os.truncate(self._path, self._whole_bytes)

    def summary(self, name: str) -> FileSummary:
        """Say what has been written, under the name the file is to have."""
        counts: Counter[Topic] = Counter()
        for number, topic in self._topics.items():  # two channels can be of one topic
            counts[topic] += self._counts[number]
        return FileSummary(name, self._start_ns or 0, self._end_ns, counts)

    def _close_chunk(self) -> None:
        with self._whole:
            self._flush_mcap()
            self._whole_bytes = self._file.tell()
            self.messages_kept = self._counts.total()
            self._open_bytes, self._chunk_start_ns = 0, None
