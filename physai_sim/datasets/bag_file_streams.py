"""The messages of one file of a bag, in the order in which they were recorded, read once."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, NamedTuple, Protocol

from mcap.opcode import Opcode
from mcap.records import Channel, Footer, Schema
from rosbags.interfaces import MessageDefinition

from physai_sim.datasets.bag_records import MAGIC, DamagedRecordError, parse_record, read_records
from physai_sim.datasets.bag_salvage import open_mcap, salvage_of
from physai_sim.datasets.bag_sqlite import SqliteFile
from physai_sim.datasets.bag_types import message_definition
from physai_sim.datasets.bag_walk import Walk

_MAX_LOG_NS = 2**63 - 1  # an int64, as ROS 2 counts time
_FOOTER_BYTES = 29  # of the whole record; the magic bytes follow


@dataclass(frozen=True, slots=True)
class StreamTopic:
    """A topic with all that reading its messages takes.

    Args:
        name: Its name.
        type_name: Full type name.
        encoding: How messages are serialised; "cdr" in ROS 2.
        definition: What the bag says of the type; may be empty.
    """

    name: str
    type_name: str
    encoding: str
    definition: MessageDefinition


class Recorded(NamedTuple):
    """A message as it was recorded: its topic, when [ns], and its bytes."""

    topic: StreamTopic
    logged_ns: int
    data: bytes


class FileStream(Protocol):
    """One file.

    Attributes:
        lost: One sentence on what is damaged, once all has been read; None if nothing is.
    """

    lost: str | None

    @property
    def share(self) -> float:
        """How much of it has been read, 0 to 1."""

    def topics(self) -> Iterator[StreamTopic]:
        """The topics that it names: from the first message on as far as its index tells."""

    def messages(self) -> Iterator[Recorded]:
        """Give the messages; to be called once."""


Named = tuple[Mapping[int, Channel], Mapping[int, Schema]]


class McapStream:
    """A file of MCAP; see `FileStream`."""

    def __init__(self, path: Path) -> None:
        self._path, self._walk = path, Walk(trusts_chunks=True)
        self._index: Named = ({}, {})
        self._stream: tuple[BinaryIO, int] | None = None
        self._timeless = 0
        self.lost: str | None = None

    @property
    def share(self) -> float:
        """How much of it has been read."""
        return self._stream[0].tell() / self._stream[1] if self._stream else 0.0

    def topics(self) -> Iterator[StreamTopic]:
        """The topics that it names."""
        for number in {**self._index[0], **self._walk.channels}:
            if (topic := self._found(number)) is not None:
                yield topic

    def messages(self) -> Iterator[Recorded]:
        """Give the messages.

        Raises:
            BagError: If the file is empty, or no MCAP.
        """
        topics: dict[int, StreamTopic | None] = {}
        with open_mcap(self._path) as (stream, size):
            # What a damaged chunk would have said of topics stands in the index too.
            self._index = _summary(stream, size)
            self._stream = (stream, size)
            for message in self._walk.messages(stream, size):
                number = message.channel_id
                if number not in topics:
                    topics[number] = self._found(number)
                if message.log_time_ns > _MAX_LOG_NS:
                    self._timeless += 1
                elif (topic := topics[number]) is not None:
                    yield Recorded(topic, message.log_time_ns, message.data)
        self._stream = None
        if self._timeless:
            what = f"{self._timeless} messages were recorded at a time that is none"
            self._walk.faults.append(what)
        self.lost = salvage_of(self._path, self._walk).lost

    def _found(self, number: int) -> StreamTopic | None:
        for channels, schemas in ((self._walk.channels, self._walk.schemas), self._index):
            if (channel := channels.get(number)) and (schema := schemas.get(channel.schema_id)):
                return _topic(channel, schema)
        return None


class SqliteStream:
    """A file of SQLite; see `FileStream`."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._topics: dict[int, StreamTopic] = {}
        self.share = 0.0
        self.lost: str | None = None

    def topics(self) -> Iterator[StreamTopic]:
        """The topics that it names."""
        yield from self._topics.values()

    def messages(self) -> Iterator[Recorded]:
        """Give the messages.

        Raises:
            BagError: If the file is empty, no bag of SQLite, or its topics cannot be read.
        """
        with SqliteFile(self._path) as file:
            self._topics = {
                number: StreamTopic(t.name, t.type_name, t.encoding, t.definition)
                for number, t in file.topics.items()
            }
            for row in file.rows():
                self.share = row.number / max(file.last or row.number, 1)
                yield Recorded(self._topics[row.topic_id], row.stamp_ns, row.data)
            self.lost = file.lost


def _topic(channel: Channel, schema: Schema) -> StreamTopic:
    definition = message_definition(schema.encoding, schema.data)
    return StreamTopic(channel.topic, schema.name, channel.message_encoding, definition)


def _summary(stream: BinaryIO, size: int) -> Named:
    """Channels and schemas of the index at the end of a file, as far as there is a sound one."""
    schemas: dict[int, Schema] = {}
    channels: dict[int, Channel] = {}
    stop = size - len(MAGIC) - _FOOTER_BYTES
    try:
        stream.seek(max(stop, len(MAGIC)))
        (record,) = read_records(stream, size - len(MAGIC))
        footer: Footer = parse_record(Footer.read, record.body)
        stream.seek(min(max(footer.summary_start, len(MAGIC)), stop))
        for record in read_records(stream, stop) if footer.summary_start else ():
            if record.opcode == Opcode.SCHEMA:
                schema: Schema = parse_record(Schema.read, record.body)
                schemas[schema.id] = schema
            elif record.opcode == Opcode.CHANNEL:
                channel: Channel = parse_record(Channel.read, record.body)
                channels[channel.id] = channel
    except (DamagedRecordError, ValueError, OSError):
        pass  # the walk says what is wrong with it
    stream.seek(len(MAGIC), os.SEEK_SET)
    return channels, schemas
