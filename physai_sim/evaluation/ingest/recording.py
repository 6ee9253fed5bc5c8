"""Reads any recording, whole or damaged, ours or another system's, in one pass."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from physai_sim.datasets.bag_file_streams import StreamTopic
from physai_sim.evaluation.episode import Episode, Fault
from physai_sim.evaluation.ingest import foreign, own
from physai_sim.evaluation.ingest.collector import Collected, collect
from physai_sim.evaluation.ingest.conventions import TF, doubts, roles_of
from physai_sim.evaluation.ingest.own_episodes import own_episodes
from physai_sim.evaluation.ingest.stamps import resets
from physai_sim.evaluation.ingest.topic_map import TopicMap
from physai_sim.messages.topics import CLOCK

_FIRST, _LAST = 0, 2**62


@dataclass(frozen=True, slots=True, eq=False)
class Recording:
    """What a bag holds.

    Args:
        path: The bag.
        episodes: In the order of time; none where it holds no messages.
        topics: Topic to full type name, also of topics without messages.
        lost: What a damaged bag has lost, in a sentence; None if it is whole.
        faults: What was left out of it, or is doubtful, those of its episodes too.
        duration_ns: From the first message to the last as they were recorded, of ours from the
            first row of truth to the last, for their recorder knows no other time [ns].
        bytes: Size of its files [bytes].
        message_count: Number of messages that could be read from its files.
    """

    path: Path
    episodes: tuple[Episode, ...]
    topics: Mapping[str, str]
    lost: str | None
    faults: tuple[Fault, ...]
    duration_ns: int
    bytes: int
    message_count: int


def read_recording(
    path: Path,
    *,
    topic_map: TopicMap | None = None,
    progress: Callable[[float], None] | None = None,
) -> Recording:
    """Read a recording.

    No image is decoded, and no more than a few numbers of each message is kept.

    Args:
        path: The bag's folder, or one file.
        topic_map: What the topics mean; a recording of ours is then read as another system's.
        progress: Is told which share of the bag has been read, 0 to 1.

    Raises:
        BagError: If it is no bag, nothing of it can be read, or the topic map does not fit.
        ConfigError: If the world of the topic map is none.
    """

    def wanted(topic: StreamTopic, known: Mapping[str, str]) -> bool:
        if topic_map is None and own.space_of(known) is not None:
            return own.is_wanted(topic, known)
        return foreign.is_wanted(topic, known, topic_map or TopicMap())

    found = collect(path, wanted, progress=progress or (lambda share: None))
    space = own.space_of(found.topics) if topic_map is None else None
    if not found.message_count:
        return _recording(found, [], [Fault("empty", "", 1, "the recording holds no message")])
    if space is not None:
        return _ours(found, space)
    return _theirs(found, topic_map or TopicMap())


def _ours(found: Collected, space: str) -> Recording:
    parts = {name: track.part() for name, track in found.tracks.items()}
    episodes = own_episodes(parts, space=space, lost=found.lost)
    filled = [episode for episode in episodes if len(episode.stamps_ns)]
    ends = [e.start_ns + int(e.stamps_ns[place]) for e in filled for place in (0, -1)]
    recording = _recording(found, episodes, [])
    return replace(recording, duration_ns=max(ends, default=0) - min(ends, default=0))


def _theirs(found: Collected, topic_map: TopicMap) -> Recording:
    roles = roles_of(found.topics, topic_map)
    faults = doubts(found.topics, roles, named=topic_map.topics)
    clock = next(
        (
            n
            for n in (CLOCK.name, roles.get("odometry"), roles.get("pose"), TF)
            if n in found.tracks
        ),
        None,
    )
    stretches = _stretches(found, clock)
    if len(stretches) > 1:
        text = "time fell and went on from there: what follows is an episode of its own"
        faults.append(Fault("clock_reset", clock or "", len(stretches) - 1, text))
    episodes = []
    for first, stop in stretches:
        parts = {name: track.part(first, stop) for name, track in found.tracks.items()}
        episode = foreign.ForeignEpisode(parts, roles, topic_map)
        episodes.append(episode.episode(name=found.path.name, lost=found.lost))
    return _recording(found, episodes, faults)


def _stretches(found: Collected, clock: str | None) -> list[tuple[int, int]]:
    """Places among all messages between which the clock was not reset."""
    if clock is None:
        return [(_FIRST, _LAST)]
    stream, places = found.tracks[clock].part().stream, found.tracks[clock].all_places
    stamps = stream.logged_ns if stream.stamps_ns is None else stream.stamps_ns
    sensible = np.flatnonzero(stamps > 0)
    starts = [int(places[sensible[place]]) for place in resets(stamps[sensible])]
    return list(zip([_FIRST, *starts], [*starts, _LAST], strict=True))


def _recording(found: Collected, episodes: list[Episode], faults: Iterable[Fault]) -> Recording:
    shared = (*found.faults, *faults)
    inner = [fault for episode in episodes for fault in episode.faults]
    return Recording(
        path=found.path,
        episodes=tuple(replace(e, faults=(*shared, *e.faults)) for e in episodes),
        topics=found.topics,
        lost=found.lost,
        faults=(*shared, *_summed(inner)),
        duration_ns=found.last_ns - found.first_ns,
        bytes=found.bytes,
        message_count=found.message_count,
    )


def _summed(faults: list[Fault]) -> list[Fault]:
    """One fault for each kind, topic and text."""
    counts: Counter[tuple[str, str, str]] = Counter()
    for fault in faults:
        counts[fault.kind, fault.topic, fault.text] += fault.count
    return [Fault(kind, topic, count, text) for (kind, topic, text), count in counts.items()]
