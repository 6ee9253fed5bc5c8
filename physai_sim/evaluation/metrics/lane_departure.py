"""How long the car was out of its lane."""

from __future__ import annotations

import numpy as np

from physai_sim.evaluation.driving.car_route import car_on_route, missing_route
from physai_sim.evaluation.driving.spells import begins, events_at
from physai_sim.evaluation.episode import Episode
from physai_sim.evaluation.metrics.base import Metric, MetricResult, unknown


class LaneDeparture(Metric):
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
        width = episode.facts.lane_width_m
        if reason := missing_route(episode):
            return unknown(reason)
        if width is None:
            return unknown("no lane width was recorded")
        beside = np.abs(car_on_route(episode).beside_m)
        outside = beside > width / 2
        parts = {"max_offset_m": float(beside.max()), "mean_offset_m": float(beside.mean())}
        events = events_at(episode, begins(outside), "left the lane")
        return MetricResult(float(outside.mean()), events=events, parts=parts)
