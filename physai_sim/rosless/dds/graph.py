"""Who is there: participants, the nodes they hold, and the endpoints of these.

DDS knows endpoints; which node an endpoint belongs to is told by each participant on the topic
`ros_discovery_info`. Source: design article "Node to participant mapping" (design.ros2.org).
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from cyclonedds.builtin import (
    BuiltinDataReader,
    BuiltinTopicDcpsParticipant,
    BuiltinTopicDcpsPublication,
    BuiltinTopicDcpsSubscription,
)
from cyclonedds.core import InstanceState, ReadCondition, SampleState, ViewState

from physai_sim.rosless.dds import library
from physai_sim.rosless.dds.participant import Participant
from physai_sim.rosless.dds.qos import user_data_of

MOST = 100_000
_ALIVE = ViewState.Any | InstanceState.Alive | SampleState.Any
_NEWS = ViewState.Any | InstanceState.Any | SampleState.NotRead
_TOPICS = {"writer": BuiltinTopicDcpsPublication, "reader": BuiltinTopicDcpsSubscription}


@dataclass(frozen=True, slots=True)
class Endpoint:
    """A writer or reader somewhere in the domain.

    Args:
        guid: Its identity, 16 bytes.
        participant: Identity of its participant.
        topic: Name in DDS, as `rt/chatter`.
        type_name: Name in DDS, as `std_msgs::msg::dds_::String_`.
        qos: As discovery tells it.
        type_hash: `RIHS01_...`; empty where it is not told.
    """

    guid: bytes
    participant: bytes
    topic: str
    type_name: str
    qos: Any
    type_hash: str


class _View:
    """One of DDS's own topics: what is alive, read anew only when something changed."""

    def __init__(self, participant: Participant, topic: Any) -> None:
        self._reader = BuiltinDataReader(participant.entity, topic)
        self._alive = ReadCondition(self._reader, _ALIVE)
        self._news = ReadCondition(self._reader, _NEWS)
        self._found: list[Any] | None = None

    def alive(self) -> list[Any]:
        if self._found is None or library.is_triggered(self._news._ref) > 0:
            self._reader.read(MOST, self._news)
            self._found = self._reader.read(MOST, self._alive)
        return self._found


class Graph:
    """What discovery knows.

    Args:
        participant: Ours.
    """

    def __init__(self, participant: Participant) -> None:
        self._lock = threading.Lock()
        self._participants = _View(participant, BuiltinTopicDcpsParticipant)
        self._views = {kind: _View(participant, topic) for kind, topic in _TOPICS.items()}
        self._converted: dict[str, tuple[list[Any], list[Endpoint]]] = {}

    def participants(self) -> set[bytes]:
        """Identities of all participants that are alive."""
        with self._lock:
            return {sample.key.bytes for sample in self._participants.alive()}

    def endpoints(self, kind: str) -> list[Endpoint]:
        """All that are alive.

        Args:
            kind: "writer" or "reader".
        """
        with self._lock:
            raw = self._views[kind].alive()
            known = self._converted.get(kind)
            if known is None or known[0] is not raw:
                known = (raw, list(_converted(raw)))
                self._converted[kind] = known
            return known[1]


def _converted(samples: list[Any]) -> Iterator[Endpoint]:
    for sample in samples:
        yield Endpoint(
            guid=sample.key.bytes,
            participant=sample.participant_key.bytes,
            topic=sample.topic_name,
            type_name=sample.type_name,
            qos=sample.qos,
            type_hash=user_data_of(sample.qos).get("typehash", ""),
        )
