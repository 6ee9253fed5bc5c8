"""How much of the way was driven."""

from __future__ import annotations

import numpy as np

from physai_sim.evaluation.episode import Episode
from physai_sim.evaluation.metrics.base import Metric, MetricResult, car_odometry, unknown
from physai_sim.evaluation.route_geometry import along_route, route_length


class RouteCompletion(Metric):
    """Share of the route that was reached, 0 to 1.

    The farthest point that was reached *while progress was continuous*: a car cannot gain by
    cutting across to a later part of the route, since a jump by more than twice the way that it
    drove meanwhile (and 2 m) ends the count.
    """

    group = "driving"
    unit = "1"
    better = "higher"

    def applies(self, episode: Episode) -> bool:
        """Driving only."""
        return episode.facts.is_driving

    def score(self, episode: Episode) -> MetricResult:
        """See the class."""
        points = car_odometry(episode)[:, :2]
        if len(episode.route) < 2 or not len(points):
            return unknown("no route or no odometry was recorded")
        along, _ = along_route(episode.route, points)
        driven = np.concatenate([[0.0], np.linalg.norm(np.diff(points, axis=0), axis=1)])
        jumped = np.diff(along, prepend=along[0]) > 2 * driven + 2.0
        if jumped.any():
            along = along[: int(np.argmax(jumped))]
        length = route_length(episode.route)
        reached = float(along.max())
        # The last centimetres: the task counts success at a control stamp, the route ends exactly.
        share = 1.0 if reached >= length - 0.01 else reached / length
        return MetricResult(share, parts={"reached_m": reached, "route_m": length})
