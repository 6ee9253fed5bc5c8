"""How much a policy changes its mind from one plan to the next."""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from physai_sim.core.geometry import Array
from physai_sim.evaluation.driving.forecasts import Forecast, forecasts
from physai_sim.evaluation.episode import Episode
from physai_sim.evaluation.metrics._horizons import has_car_plans, why_no_forecast
from physai_sim.evaluation.metrics.base import Metric, MetricResult, unknown

DECAY = 0.1
FEWEST = 5

_SHORT = f"no two consecutive plans share {FEWEST} steps"


class PlanDeviation(Metric):
    """Mean distance between consecutive plans where both speak of the same stamps [m].

    Of the candidates that would be played. Step i of an overlap, from 0, weighs exp(-0.1 i); a
    pair that shares fewer than five steps is left out. Plans of another rate are compared at the
    stamps of the later one, linear between their steps.

    Source: AlpaSim (NVIDIA, 2025), metric plan_deviation, with its decay and its least overlap.
    """

    group = "open_loop"
    unit = "m"
    better = "lower"

    def applies(self, episode: Episode) -> bool:
        """Plans of a car only."""
        return has_car_plans(episode)

    def score(self, episode: Episode) -> MetricResult:
        """See the class."""
        if all(len(plan.chunks[0].actions) < FEWEST for plan in episode.plans):
            return unknown(_SHORT)
        found = forecasts(episode)
        if not found:
            return unknown(why_no_forecast(episode))
        if len(found) < 2:
            return unknown("fewer than two plans start within the recorded odometry")
        changes = [change for a, b in pairwise(found) if (change := _change(a, b)) is not None]
        if not changes:
            return unknown(_SHORT)
        parts = {"max": max(changes), "pairs": float(len(changes))}
        return MetricResult(sum(changes) / len(changes), parts=parts)


def _change(earlier: Forecast, later: Forecast) -> float | None:
    """Weighted distance between two plans [m]; None where they hardly overlap."""
    known = np.concatenate([[earlier.stamp_ns], earlier.stamps_ns()])
    wanted = later.stamps_ns()
    shared = wanted <= known[-1]
    if shared.sum() < FEWEST:
        return None
    before = np.vstack([earlier.start, earlier.paths[0]])
    was = np.column_stack([np.interp(wanted[shared], known, before[:, i]) for i in (0, 1)])
    gaps: Array = np.linalg.norm(later.paths[0][shared, :2] - was, axis=1)
    return float(np.average(gaps, weights=np.exp(-DECAY * np.arange(len(gaps)))))
