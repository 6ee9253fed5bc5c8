"""When stamps of another system's episode were, in the time by which its messages were recorded.

A policy is shown what had arrived at a stamp. Where a recorder went by the wall's clock while
stamps are of a simulated one, the two times are led over into each other.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from physai_sim.evaluation.episode import Episode, Stream
from physai_sim.evaluation.ingest.recorded_time import RecordedTime
from physai_sim.evaluation.ingest.track import Part

Stamps = NDArray[np.int64]


def recorded_at(episode: Episode, stamps_ns: Stamps) -> Stamps:
    """The time of recording at stamps of the recording's own time, shape (N,) [ns]."""
    streams = [stream.logged_ns for stream in episode.streams.values() if len(stream.logged_ns)]
    if not streams:
        return stamps_ns
    logged = np.unique(np.concatenate(streams))
    times = RecordedTime(_parts(episode)).of(logged)
    if np.array_equal(times, logged):
        return stamps_ns
    # In differences, for a float does not hold the nanoseconds since 1970.
    at = (stamps_ns - times[0]).astype(np.float64)
    known, since = ((s - s[0]).astype(np.float64) for s in (times, logged))
    return np.asarray(logged[0] + np.ceil(np.interp(at, known, since)).astype(np.int64))


def first_recorded_ns(episode: Episode) -> int:
    """When the first message of an episode was recorded [ns]."""
    firsts = [int(s.logged_ns.min()) for s in episode.streams.values() if len(s.logged_ns)]
    return min(firsts, default=episode.start_ns)


def _parts(episode: Episode) -> Iterator[Part]:
    none = np.zeros(0, dtype=np.int64)
    for stream in episode.streams.values():
        yield _part(stream, none)


def _part(stream: Stream, places: Stamps) -> Part:
    return Part(places, stream.logged_ns, stream.stamps_ns, np.zeros((0, 0)), [], stream)
