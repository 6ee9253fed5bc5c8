"""How long the car was off the road."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from physai_sim.evaluation.driving.car import missing_car
from physai_sim.evaluation.driving.road_view import NO_ROADS, road_view
from physai_sim.evaluation.driving.spells import begins, events_at
from physai_sim.evaluation.episode import Episode
from physai_sim.evaluation.metrics.base import Metric, MetricResult, unknown

# nuPlan's `max_violation_threshold` of drivable area compliance [m] (nuplan-devkit,
# drivable_area_compliance.py and docs/metrics_description.md): boxes are larger than cars.
TOLERANCE_M = 0.3


def missing_off_road(episode: Episode) -> str:
    """Why it is not known when the car was off the road; "" where it is."""
    return missing_car(episode) or (NO_ROADS if road_view(episode) is None else "")


def off_road_rows(episode: Episode) -> NDArray[np.bool_]:
    """Whether the car was off the road, shape (T,); none where that is not known."""
    view = road_view(episode)
    if view is None:
        return np.zeros(len(episode.stamps_ns), dtype=np.bool_)
    off: NDArray[np.bool_] = np.logical_or.reduce(view.outside_m > TOLERANCE_M, axis=1)
    return off


class OffRoad(Metric):
    """Share of control stamps at which a corner of the car is off the drivable area, 0 to 1.

    Off means more than 0.3 m away from everything that some lane covers. `max_outside_m` is the
    greatest distance of a corner from it, `count` how often the car left it.

    Source: nuPlan's drivable area compliance (nuplan-devkit), which asks whether it ever happened.
    """

    group = "driving"
    unit = "1"
    better = "lower"

    def applies(self, episode: Episode) -> bool:
        """Driving only."""
        return episode.facts.is_driving

    def score(self, episode: Episode) -> MetricResult:
        """See the class."""
        reason, view = missing_off_road(episode), road_view(episode)
        if reason or view is None:
            return unknown(reason)
        off = off_road_rows(episode)
        rows = begins(off)
        parts = {
            "max_outside_m": float(np.nanmax(view.outside_m, initial=0.0)),
            "count": float(len(rows)),
        }
        events = events_at(episode, rows, "left the road")
        return MetricResult(float(off.mean()), events=events, parts=parts)
