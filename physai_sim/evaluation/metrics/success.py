"""Whether the task was done."""

from __future__ import annotations

from physai_sim.evaluation.episode import Episode
from physai_sim.evaluation.metrics.base import Event, Metric, MetricResult, unknown


class Success(Metric):
    """1 if the task's condition held when the episode ended, else 0; `once` if it ever held."""

    unit = "1"
    better = "higher"

    def applies(self, episode: Episode) -> bool:
        """Always."""
        del episode
        return True

    def score(self, episode: Episode) -> MetricResult:
        """See the class."""
        if episode.outcome is None or episode.outcome.reason == "interrupted":
            return unknown("the episode was interrupted")
        held = episode.success.nonzero()[0]
        events = (Event(int(episode.stamps_ns[held[0]]), "success"),) if held.size else ()
        once = float(held.size > 0)
        return MetricResult(float(episode.outcome.is_success), events=events, parts={"once": once})
