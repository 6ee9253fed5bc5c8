"""How long the car was in a lane of the other direction."""

from __future__ import annotations

import numpy as np

from physai_sim.core.geometry import Array
from physai_sim.evaluation.driving.car import car_boxes
from physai_sim.evaluation.driving.road_view import RoadView, missing_roads, road_view
from physai_sim.evaluation.driving.spells import begins, events_at
from physai_sim.evaluation.episode import Episode
from physai_sim.evaluation.metrics.base import Metric, MetricResult, unknown

# nuPlan's driving direction compliance (nuplan-devkit, driving_direction_compliance.py): the time
# in which movement is summed [s], up to where it is fine and from where it is not at all [m].
WINDOW_S, FINE_M, WRONG_M = 1.0, 2.0, 6.0


class WrongLane(Metric):
    """Share of control stamps in a lane of the other direction, 0 to 1.

    The middle of the car is on a lane, and it heads more than 90 degrees away from every lane
    there. `against_m` is the farthest that it moved against the direction of its lane within 1 s
    (in reverse gear too), and `compliance` what nuPlan makes of that: 1 below 2 m, 0.5 below 6 m,
    else 0. Off the lanes there is no direction.

    Source: nuPlan's driving direction compliance (nuplan-devkit, driving_direction_compliance.py).
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
        against = _against_m(episode, view)
        compliance = 1.0 if against < FINE_M else 0.5 if against < WRONG_M else 0.0
        events = events_at(episode, begins(view.is_against), "in a lane of the other direction")
        parts = {"against_m": against, "compliance": compliance}
        return MetricResult(float(view.is_against.mean()), events=events, parts=parts)


def _against_m(episode: Episode, view: RoadView) -> float:
    """Farthest movement against the lanes' directions within the window [m]; >= 0."""
    moved = np.diff(car_boxes(episode)[:, :2], axis=0, prepend=car_boxes(episode)[:1, :2])
    heading = view.heading_rad
    forward = np.nan_to_num(moved[:, 0] * np.cos(heading) + moved[:, 1] * np.sin(heading))
    so_far: Array = np.cumsum(forward)
    window_ns = int(WINDOW_S * 1e9)
    began = np.searchsorted(episode.stamps_ns, episode.stamps_ns - window_ns)
    return max(float((so_far[began] - so_far).max()), 0.0)
