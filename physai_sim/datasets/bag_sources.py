"""Where a bag's messages come from: `rosbags` for a whole bag, the salvage for a damaged one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple, Protocol

from rosbags.interfaces import Connection, ConnectionExtRosbag2, MessageDefinition, Qos
from rosbags.rosbag2 import Reader
from rosbags.rosbag2.metadata import parse_qos

from physai_sim.core.errors import BagError
from physai_sim.datasets.bag_metadata import QOS_KEY
from physai_sim.datasets.bag_salvage import Salvage
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
                        message.data,
                    )

    def close(self) -> None:
        """Nothing is held open between messages."""


def _offers(connection: Connection) -> list[Qos]:
    extension = connection.ext
    return extension.offered_qos_profiles if isinstance(extension, ConnectionExtRosbag2) else []


def _parsed_qos(text: str) -> QosProfile:
    try:
        return from_rosbags_qos(parse_qos(text))
    except Exception:  # the text is the bag's, and so is the blame; DEFAULT holds then
        return DEFAULT
