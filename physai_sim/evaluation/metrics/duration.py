"""How long it took."""

from __future__ import annotations

from physai_sim.evaluation.episode import Episode
from physai_sim.evaluation.metrics.base import Metric, MetricResult, unknown


class Duration(Metric):
    """Simulated time until success [s]; unknown for an episode that did not succeed.

    A failed episode may be short because it failed, so its length would flatter.
    """

    unit = "s"
    better = "lower"

    def applies(self, episode: Episode) -> bool:
        """Always."""
        del episode
        return True

    def score(self, episode: Episode) -> MetricResult:
        """See the class."""
        if episode.outcome is None or not episode.outcome.is_success:
            return unknown("the episode did not succeed")
        first = episode.success.nonzero()[0]
        if not first.size:
            return unknown("the moment of success was not recorded")
        return MetricResult(float(episode.times_s[first[0]]))
