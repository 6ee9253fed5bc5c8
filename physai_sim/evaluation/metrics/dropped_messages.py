"""How many messages are missing."""

from __future__ import annotations

from physai_sim.evaluation.episode import Episode
from physai_sim.evaluation.measures.rhythm import Rhythm, rhythms
from physai_sim.evaluation.metrics.base import Event, Metric, MetricResult

MOST_EVENTS = 100


class DroppedMessages(Metric):
    """Share of the messages of periodic topics that are missing, 0 to 1.

    An interval of about k nominal periods (rounded) lacks k - 1 messages; and a topic that fell
    silent more than a second before the recording ended lacks all until then; what was missed
    before a topic's first message is not known. Headers of ROS 2 hold no sequence number, so this
    is an estimate. Parts are counts by topic; the events are the gaps, at the message before
    each, the longest 100 of them.
    """

    group = "system"
    unit = "1"
    better = "lower"

    def applies(self, episode: Episode) -> bool:
        """Where it was recorded when messages came."""
        return bool(episode.streams)

    def score(self, episode: Episode) -> MetricResult:
        """See the class."""
        found = {name: rhythm for name, rhythm in rhythms(episode).items() if rhythm is not None}
        if not found:
            return MetricResult(None, "no topic is periodic")
        missing = {name: int(rhythm.gaps()[1].sum()) for name, rhythm in found.items()}
        received = sum(len(rhythm.times_ns) for rhythm in found.values())
        share = sum(missing.values()) / (received + sum(missing.values()))
        parts = {name: float(count) for name, count in missing.items()}
        return MetricResult(share, events=_events(found, episode.start_ns), parts=parts)


def _events(found: dict[str, Rhythm], start_ns: int) -> tuple[Event, ...]:
    gaps = [
        (int(count), int(after) - start_ns, name)
        for name, rhythm in found.items()
        for after, count in zip(*rhythm.gaps(), strict=True)
    ]
    longest = sorted(gaps, key=lambda gap: (-gap[0], gap[1:]))[:MOST_EVENTS]
    return tuple(
        Event(stamp, f"{name} lacks {count} message{'s' if count > 1 else ''}")
        for count, stamp, name in sorted(longest, key=lambda gap: gap[1:])
    )
