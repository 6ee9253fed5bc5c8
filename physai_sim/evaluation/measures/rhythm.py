"""The rhythm of a recording's topics: which are periodic, how fast, and where messages lack.

A topic is *periodic* if at least five messages at different times were recorded and at least half
of the intervals between them are one nominal period, which is the median interval, to within half
of it. Latched and one-shot topics are too few, and events that come at random are too uneven.
Topics on which every node of a system speaks at times of its own have no rhythm, nor one clock.

Legend: N messages, G gaps.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from physai_sim.core.geometry import Array
from physai_sim.core.timing import NS_PER_S
from physai_sim.evaluation.episode import Episode, Stream

FEWEST = 5
LEAST_SHARE = 0.5
# A recorder ends its subscriptions one after the other; what falls silent this long before the
# end of the recording did not end with it [ns].
SILENCE_NS = NS_PER_S
# Types of `/diagnostics`, `/rosout` and `/parameter_events`: their stamps are of many clocks.
CHORUS = (
    "diagnostic_msgs/msg/DiagnosticArray",
    "rcl_interfaces/msg/Log",
    "rcl_interfaces/msg/ParameterEvent",
)


@dataclass(frozen=True, slots=True, eq=False)
class Rhythm:
    """A periodic topic.

    Args:
        times_ns: When each message was, rising: its own stamp where it has one, else when it was
            recorded, shape (N,) [ns].
        period_ns: Nominal period, the median interval [ns].
        silent_ns: Time from the last message to the end of the recording, if that is long [ns].
    """

    times_ns: NDArray[np.int64]
    period_ns: float
    silent_ns: int

    @property
    def intervals_ns(self) -> Array:
        """Time from each message to the next, shape (N - 1,) [ns]."""
        return np.diff(self.times_ns).astype(np.float64)

    def gaps(self) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Where messages are missing: in intervals over 1.5 periods, and in a silence at the end.

        Returns:
            Time of the message before each gap [ns] and how many are missing, shape (G,) each.
        """
        missing = np.rint(self.intervals_ns / self.period_ns).astype(np.int64) - 1
        missing = np.append(missing, int(self.silent_ns / self.period_ns))
        where = np.flatnonzero(missing > 0)
        return self.times_ns[where], missing[where]


def rhythms(episode: Episode) -> dict[str, Rhythm | None]:
    """The rhythm of each topic of at least five messages; None for one that is not periodic.

    Topics on which every node speaks are left out.
    """
    streams = {
        name: stream
        for name, stream in sorted(episode.streams.items())
        if len(stream.logged_ns) >= FEWEST and stream.type_name not in CHORUS
    }
    times = {name: _times(stream) for name, stream in streams.items()}
    periods = {name: _period(values) for name, values in times.items()}
    ends = [int(streams[n].logged_ns.max()) for n, period in periods.items() if period is not None]
    found: dict[str, Rhythm | None] = {}
    for name, period in periods.items():
        found[name] = None
        if period is not None:
            silent_ns = max(ends) - int(streams[name].logged_ns.max())
            is_over = silent_ns > max(SILENCE_NS, 1.5 * period)
            found[name] = Rhythm(times[name], period, silent_ns if is_over else 0)
    return found


def _times(stream: Stream) -> NDArray[np.int64]:
    """Times of messages, rising and each once; zero is ROS's word for a stamp that is not set."""
    if stream.stamps_ns is not None:
        stamps = np.unique(stream.stamps_ns[stream.stamps_ns > 0])
        if len(stamps) >= FEWEST:
            return stamps
    return np.unique(stream.logged_ns)


def _period(times_ns: NDArray[np.int64]) -> float | None:
    if len(times_ns) < FEWEST:
        return None
    intervals = np.diff(times_ns)
    period = float(np.median(intervals))
    near = np.abs(intervals - period) <= period / 2
    return period if near.mean() >= LEAST_SHARE else None
