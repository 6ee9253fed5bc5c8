"""How evenly messages are stamped."""

from __future__ import annotations

import numpy as np

from physai_sim.evaluation.episode import Episode
from physai_sim.evaluation.measures.rhythm import Rhythm, rhythms
from physai_sim.evaluation.metrics.base import Metric, MetricResult

NS_PER_MS = 1e6


class TopicJitter(Metric):
    """Greatest jitter of a periodic topic [ms].

    It is the distance from the median interval within which 99 % of a topic's intervals are.
    Intervals are between the stamps that messages carry, or between the times at which they were
    recorded where they carry none. A missing message counts as one late interval. Parts are the
    jitter by topic, `null` for a topic of five messages or more that is not periodic.
    """

    group = "system"
    unit = "ms"
    better = "lower"

    def applies(self, episode: Episode) -> bool:
        """Where it was recorded when messages came."""
        return bool(episode.streams)

    def score(self, episode: Episode) -> MetricResult:
        """See the class."""
        found = rhythms(episode)
        parts = {name: None if r is None else _jitter_ms(r) for name, r in found.items()}
        known = [jitter for jitter in parts.values() if jitter is not None]
        if not known:
            return MetricResult(None, "no topic is periodic", parts=parts)
        return MetricResult(max(known), parts=parts)


def _jitter_ms(rhythm: Rhythm) -> float:
    away = np.abs(rhythm.intervals_ns - rhythm.period_ns)
    return float(np.percentile(away, 99)) / NS_PER_MS
