"""The one pass over a bag that everything is computed from."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from physai_sim.datasets.bag_stream import BagStream, Recorded, StreamTopic
from physai_sim.evaluation.episode import Fault
from physai_sim.evaluation.ingest.track import Track

Wanted = Callable[[StreamTopic, Mapping[str, str]], bool]
"""Says whether a topic's messages are read, given all topics that are known with their types."""

_MESSAGES_PER_PROGRESS = 2000


@dataclass(frozen=True, slots=True)
class Collected:
    """What one pass has found.

    Args:
        path: The bag.
        tracks: By topic; of a topic whose type changed, the track of the first.
        topics: Every topic with its type, also of those without messages.
        lost: What a damaged bag has lost, in a sentence; None if it is whole.
        faults: What could not be read.
        first_ns: Earliest time at which a message was recorded [ns].
        last_ns: Latest [ns].
        bytes: Size of the bag's files [bytes].
        message_count: Number of messages.
    """

    path: Path
    tracks: Mapping[str, Track]
    topics: Mapping[str, str]
    lost: str | None
    faults: tuple[Fault, ...]
    first_ns: int
    last_ns: int
    bytes: int
    message_count: int


def collect(path: Path, wanted: Wanted, *, progress: Callable[[float], None]) -> Collected:
    """Walk a bag once, and keep what is wanted of it.

    Args:
        path: The bag's folder, or one file.
        wanted: Which topics are read.
        progress: Is told which share of the bag has been read, 0 to 1.

    Raises:
        BagError: If it is no bag, or nothing of it can be read.
    """
    with BagStream(path) as stream:
        walk = _Pass(stream, wanted)
        for message in stream.messages():
            walk.add(message)
            if walk.count % _MESSAGES_PER_PROGRESS == 0:
                progress(stream.share)
        progress(1.0)
        return walk.collected(path)


class _Pass:
    """What a pass has met so far."""

    def __init__(self, stream: BagStream, wanted: Wanted) -> None:
        self._stream, self._wanted = stream, wanted
        self._tracks: dict[tuple[str, str], Track] = {}
        self._by_identity: dict[int, tuple[StreamTopic, Track]] = {}
        self.count = 0

    def add(self, message: Recorded) -> None:
        topic, logged_ns, data = message
        # By identity: comparing definitions would cost more than reading most messages.
        found = self._by_identity.get(id(topic))
        if found is None:
            found = self._by_identity[id(topic)] = (topic, self._track(topic))
        found[1].add(self.count, logged_ns, data)
        self.count += 1

    def _track(self, topic: StreamTopic) -> Track:
        key = (topic.name, topic.type_name)
        if key not in self._tracks:
            known = {other.name: other.type_name for other in self._stream.topics}
            is_wanted = self._wanted(topic, {**known, topic.name: topic.type_name})
            self._tracks[key] = Track(topic, is_wanted=is_wanted)
        return self._tracks[key]

    def collected(self, path: Path) -> Collected:
        names, changed = _first_types(self._stream.topics)
        kept = {name: t for (name, kind), t in self._tracks.items() if names[name] == kind}
        faults = [fault for track in kept.values() for fault in track.faults()]
        ends = [end for track in self._tracks.values() for end in track.ends_ns()]
        return Collected(
            path=path,
            tracks=kept,
            topics=names,
            lost=self._stream.lost,
            faults=(*faults, *changed),
            first_ns=min(ends, default=0),
            last_ns=max(ends, default=0),
            bytes=self._stream.bytes,
            message_count=self.count,
        )


def _first_types(topics: list[StreamTopic]) -> tuple[dict[str, str], list[Fault]]:
    """The type of each topic, and a fault for each topic that has several."""
    names: dict[str, str] = {}
    faults = []
    for topic in topics:
        first = names.setdefault(topic.name, topic.type_name)
        if first != topic.type_name:
            text = f"it is also a topic of {topic.type_name}; only {first} is read"
            faults.append(Fault("wrong_type", topic.name, 1, text))
    return names, faults
