"""Whether time goes on in every topic."""

from __future__ import annotations

import numpy as np

from physai_sim.evaluation.episode import Episode
from physai_sim.evaluation.measures.rhythm import CHORUS, FEWEST
from physai_sim.evaluation.metrics.base import Event, Metric, MetricResult, unknown

MOST_EVENTS = 100
# Many nodes publish to these, each with stamps of its own.
SHARED = ("tf2_msgs/msg/TFMessage", *CHORUS)


class DisorderedStamps(Metric):
    """Number of messages whose stamp is not later than that of the message before on their topic.

    Topics of fewer than five messages, without stamps, and those on which many nodes speak
    (transforms, diagnostics, logs, parameter events) are left out. Parts are counts by topic; the
    events are the first 100.
    """

    group = "system"
    unit = "1"
    better = "lower"

    def applies(self, episode: Episode) -> bool:
        """Where it was recorded when messages came."""
        return bool(episode.streams)

    def score(self, episode: Episode) -> MetricResult:
        """See the class."""
        stamps = {
            name: stream.stamps_ns
            for name, stream in sorted(episode.streams.items())
            if stream.stamps_ns is not None
            and len(stream.stamps_ns) >= FEWEST
            and stream.type_name not in SHARED
        }
        if not stamps:
            return unknown("no topic of five messages or more has stamps")
        found = {name: np.flatnonzero(np.diff(rows) <= 0) + 1 for name, rows in stamps.items()}
        events = sorted(
            (int(stamps[name][row]) - episode.start_ns, _text(name, stamps[name], row))
            for name, rows in found.items()
            for row in rows[:MOST_EVENTS]
        )
        parts = {name: float(len(rows)) for name, rows in found.items()}
        shown = tuple(Event(*event) for event in events[:MOST_EVENTS])
        return MetricResult(float(sum(map(len, found.values()))), events=shown, parts=parts)


def _text(name: str, stamps: np.typing.NDArray[np.int64], row: int) -> str:
    back_s = int(stamps[row - 1] - stamps[row]) / 1e9
    return f"{name} goes back by {back_s:.3f} s" if back_s else f"{name} repeats a stamp"
