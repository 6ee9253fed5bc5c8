"""How long the car was out of its lane."""

from __future__ import annotations

import numpy as np

from physai_sim.evaluation.episode import Episode
from physai_sim.evaluation.metrics.base import Event, Metric, MetricResult, car_odometry, unknown
from physai_sim.evaluation.route_geometry import along_route


class OffRoad(Metric):
    """Share of control stamps at which the rear axle's centre was outside the route's lane.

    Outside means more than half the lane's width beside the route. `max_offset_m` is the
    greatest distance beside it, `mean_offset_m` the mean.
    """

    group = "driving"
    unit = "1"
    better = "lower"

    def applies(self, episode: Episode) -> bool:
        """Driving only."""
        return episode.facts.is_driving

    def score(self, episode: Episode) -> MetricResult:
        """See the class."""
        points, width = car_odometry(episode)[:, :2], episode.facts.lane_width_m
        if len(episode.route) < 2 or width is None or not len(points):
            return unknown("no route, lane width or odometry was recorded")
        _, beside = along_route(episode.route, points)
        outside = np.abs(beside) > width / 2
        left = np.flatnonzero(np.diff(outside.astype(int), prepend=0) == 1)
        events = tuple(Event(int(episode.stamps_ns[i]), "left the lane") for i in left)
        parts = {
            "max_offset_m": float(np.abs(beside).max()),
            "mean_offset_m": float(np.abs(beside).mean()),
        }
        return MetricResult(float(outside.mean()), events=events, parts=parts)
