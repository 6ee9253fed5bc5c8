"""How long the car was too fast."""

from __future__ import annotations

import numpy as np

from physai_sim.core.geometry import Array
from physai_sim.evaluation.driving.car import car_speeds
from physai_sim.evaluation.driving.road_view import missing_roads, road_view
from physai_sim.evaluation.driving.spells import events_at, spells
from physai_sim.evaluation.episode import Episode
from physai_sim.evaluation.metrics.base import Metric, MetricResult, unknown

# nuPlan's `max_overspeed_value_threshold` [m/s], 5 mph: too fast by so much all the time is 0
# (nuplan-devkit, speed_limit_compliance.py and its configuration).
SCALE_MPS = 2.23
# Less is a matter of control and not worth an event [m/s].
NOTABLE_MPS = 0.5


class SpeedLimit(Metric):
    """Share of control stamps at which the car was faster than its lane allows, 0 to 1.

    The limit is that of the lane under the middle of the car, and where several in its direction
    are there the highest; off the lanes there is none. `max_excess_mps` is the most by which the
    limit was passed, and `compliance` nuPlan's score: 1 less the mean excess over 2.23 m/s, not
    below 0. Spells of less than 0.5 m/s too much count but have no event.

    Source: nuPlan's speed limit compliance (nuplan-devkit, speed_limit_compliance.py).
    """

    group = "driving"
    unit = "1"
    better = "lower"

    def applies(self, episode: Episode) -> bool:
        """Driving only."""
        return episode.facts.is_driving

    def score(self, episode: Episode) -> MetricResult:
        """See the class."""
        reason, view = missing_roads(episode), road_view(episode)
        if reason or view is None:
            return unknown(reason)
        excess = np.maximum(np.nan_to_num(car_speeds(episode) - view.limit_mps), 0.0)
        fast = [
            first
            for first, end in spells(excess > 0.0)
            if float(excess[first:end].max()) > NOTABLE_MPS
        ]
        parts = {
            "max_excess_mps": float(excess.max()),
            "compliance": _compliance(excess),
        }
        events = events_at(episode, fast, "faster than the limit")
        return MetricResult(float((excess > 0.0).mean()), events=events, parts=parts)


def _compliance(excess: Array) -> float:
    """What nuPlan gives: every stamp stands for one mean step of time."""
    if len(excess) < 2 or not excess.any():
        return 1.0
    steps = len(excess) - 1
    return max(0.0, 1.0 - float(excess.sum()) / steps / SCALE_MPS)
