"""Where a bag's messages come from: `rosbags` for whole MCAP, the salvage for damaged, SQLite."""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray
from rosbags.interfaces import Connection, ConnectionExtRosbag2, MessageDefinition, Qos
from rosbags.rosbag2 import Reader
from rosbags.rosbag2.metadata import parse_qos

from physai_sim.core.errors import BagError
from physai_sim.datasets.bag_compression import plain_message
from physai_sim.datasets.bag_metadata import QOS_KEY
from physai_sim.datasets.bag_salvage import Salvage
from physai_sim.datasets.bag_sqlite import SqliteFile
from physai_sim.datasets.bag_types import message_definition, one_line
from physai_sim.messages.qos import DEFAULT, QosProfile, from_rosbags_qos


class SerialisedMessage(NamedTuple):
    """A message before it is deserialised, with what that takes."""

    topic: str
    stamp_ns: int
    type_name: str
    definition: MessageDefinition
    data: bytes


class BagSource(Protocol):
    """What a reader needs of a bag."""

    @property
    def topics(self) -> Mapping[str, str]:
        """Topic name to full type name."""

    @property
    def qos(self) -> Mapping[str, QosProfile]:
        """Topic name to how it was offered."""

    @property
    def message_count(self) -> int:
        """Number of messages that can be read."""

    def messages(self, topics: frozenset[str]) -> Iterator[SerialisedMessage]:
        """Give the messages of some topics in log-time order."""

    def close(self) -> None:
        """Close the files."""


class WholeBag:
    """A bag that `rosbags` reads."""

    def __init__(self, path: Path) -> None:
        self._path = path
        try:
            self._reader = Reader(path)
            self._reader.open()
        except Exception as error:  # rosbags lets anything out when a bag makes no sense
            raise self._error(error) from None
        self._connections = list(self._reader.connections)
        self.topics = {c.topic: c.msgtype for c in self._connections}
        self.qos = {c.topic: from_rosbags_qos(_offers(c)) for c in self._connections}
        self.message_count = self._reader.message_count

    def messages(self, topics: frozenset[str]) -> Iterator[SerialisedMessage]:
        """Give the messages of some topics in log-time order."""
        wanted = [c for c in self._connections if c.topic in topics]
        if not wanted:
            return
        messages = self._reader.messages(wanted)
        while True:
            try:
                connection, stamp_ns, data = next(messages)
            except StopIteration:
                return
            except Exception as error:
                raise self._error(error) from None
            yield SerialisedMessage(
                connection.topic, stamp_ns, connection.msgtype, connection.msgdef, data
            )

    def close(self) -> None:
        """Close the files; closing again does nothing."""
        if self._reader.is_open:
            self._reader.close()

    def _error(self, error: Exception) -> BagError:
        return BagError(f"cannot be read: {one_line(error)}", where=str(self._path))


class SalvagedBag:
    """The whole messages of MCAP files of which something is damaged or missing."""

    def __init__(self, salvages: list[Salvage]) -> None:
        self._salvages = salvages
        self.topics: dict[str, str] = {}
        self.qos: dict[str, QosProfile] = {}
        for salvage in salvages:
            for channel in salvage.channels.values():
                self.topics[channel.topic] = salvage.schemas[channel.schema_id].name
                self.qos[channel.topic] = _parsed_qos(channel.metadata.get(QOS_KEY, ""))
        self.message_count = sum(salvage.message_count for salvage in salvages)

    def messages(self, topics: frozenset[str]) -> Iterator[SerialisedMessage]:
        """Give the messages of some topics in log-time order, file by file."""
        for salvage in self._salvages:
            definitions = {
                number: message_definition(schema.encoding, schema.data)
                for number, schema in salvage.schemas.items()
            }
            for message in salvage.messages_by_time():
                channel = salvage.channels[message.channel_id]
                if channel.topic in topics:
                    yield SerialisedMessage(
                        channel.topic,
                        message.log_time_ns,
                        salvage.schemas[channel.schema_id].name,
                        definitions[channel.schema_id],
                        plain_message(message.data, channel.topic),
                    )

    def close(self) -> None:
        """Nothing is held open between messages."""


class SqliteBag:
    """The messages of SQLite files that can be read."""

    def __init__(self, files: list[SqliteFile]) -> None:
        self._files = files
        found = [topic for file in self._files for topic in file.topics.values()]
        self.topics = {topic.name: topic.type_name for topic in found}
        self.qos = {topic.name: _parsed_qos(topic.qos_yaml) for topic in found}
        self._rows = [_in_time(file) for file in self._files]
        self.message_count = sum(len(rows) for rows in self._rows)

    @property
    def counts(self) -> list[int]:
        """Number of messages that can be read, of each file."""
        return [len(rows) for rows in self._rows]

    @property
    def faults(self) -> list[str]:
        """What is damaged, a sentence for each file of which something is."""
        return [file.lost for file in self._files if file.lost]

    def messages(self, topics: frozenset[str]) -> Iterator[SerialisedMessage]:
        """Give the messages of some topics in log-time order, file by file."""
        for file, rows in zip(self._files, self._rows, strict=True):
            for stamp_ns, number, topic_id in rows.tolist():
                topic = file.topics[topic_id]
                if topic.name not in topics:
                    continue
                if (data := file.row_data(number)) is None:
                    raise BagError("changed while it was read", where=topic.name)
                plain = plain_message(data, topic.name)
                yield SerialisedMessage(
                    topic.name, stamp_ns, topic.type_name, topic.definition, plain
                )

    def close(self) -> None:
        """Close the files; closing again does nothing."""
        for file in self._files:
            file.close()


def _in_time(file: SqliteFile) -> NDArray[np.int64]:
    """Stamp, number and topic of each row that can be read, in log-time order, shape (N, 3)."""
    found = array("q")
    for row in file.rows(with_data=file.is_cut):
        found.extend((row.stamp_ns, row.number, row.topic_id))
    rows = np.frombuffer(found, dtype=np.int64).reshape(-1, 3)
    return rows[np.argsort(rows[:, 0], kind="stable")]


def _offers(connection: Connection) -> list[Qos]:
    extension = connection.ext
    return extension.offered_qos_profiles if isinstance(extension, ConnectionExtRosbag2) else []


def _parsed_qos(text: str) -> QosProfile:
    try:
        return from_rosbags_qos(parse_qos(text))
    except Exception:  # the text is the bag's, and so is the blame; DEFAULT holds then
        return DEFAULT
