"""How near the car came to anybody."""

from __future__ import annotations

import numpy as np

from physai_sim.evaluation.driving.encounters import gaps_to_others, missing_others
from physai_sim.evaluation.driving.road_users import road_users
from physai_sim.evaluation.episode import Episode
from physai_sim.evaluation.metrics.base import Event, Metric, MetricResult, unknown


class MinDistance(Metric):
    """Least free distance between the boxes of the car and of anybody else [m].

    Others are all bodies that can move and whose poses were recorded: other cars, pedestrians,
    objects. 0 is a touch.

    Source: AlpaSim's `min_distance_to_obstacle_m`.
    """

    group = "driving"
    unit = "m"
    better = "higher"

    def applies(self, episode: Episode) -> bool:
        """Driving only."""
        return episode.facts.is_driving

    def score(self, episode: Episode) -> MetricResult:
        """See the class."""
        if reason := missing_others(episode):
            return unknown(reason)
        gaps = gaps_to_others(episode)
        if not np.isfinite(gaps).any():
            return unknown("nobody else was there")
        k, row = np.unravel_index(np.nanargmin(gaps), gaps.shape)
        text = f"nearest to {road_users(episode).names[k]}"
        event = Event(int(episode.stamps_ns[row]), text)
        return MetricResult(float(gaps[k, row]), events=(event,))
