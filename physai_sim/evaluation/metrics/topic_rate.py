"""Whether topics keep their rate."""

from __future__ import annotations

from physai_sim.core.timing import NS_PER_S
from physai_sim.evaluation.episode import Episode
from physai_sim.evaluation.measures.rhythm import Rhythm, rhythms
from physai_sim.evaluation.metrics.base import Metric, MetricResult


class TopicRate(Metric):
    """Worst share of its nominal rate that a periodic topic kept; 1 where none lost a message.

    The nominal rate is one over the median interval, the actual one is messages over time, from
    a topic's first message to its last, or to the end of the recording where it fell silent more
    than a second before. Parts are the actual rates [Hz] by topic, `null` for a topic of five
    messages or more that is not periodic (`rhythm.py` says when it is).
    """

    group = "system"
    unit = "1"
    better = "higher"

    def applies(self, episode: Episode) -> bool:
        """Where it was recorded when messages came."""
        return bool(episode.streams)

    def score(self, episode: Episode) -> MetricResult:
        """See the class."""
        found = rhythms(episode)
        parts = {n: None if r is None else NS_PER_S / _mean_ns(r) for n, r in found.items()}
        # Stamps are whole nanoseconds, so that a rate of 15 Hz is kept to a few parts in 10**9.
        shares = [r.period_ns / _mean_ns(r) for r in found.values() if r is not None]
        if not shares:
            return MetricResult(None, "no topic is periodic", parts=parts)
        return MetricResult(min(1.0, round(min(shares), 6)), parts=parts)


def _mean_ns(rhythm: Rhythm) -> float:
    """Mean interval [ns]."""
    times = rhythm.times_ns
    return (int(times[-1] - times[0]) + rhythm.silent_ns) / (len(times) - 1)
