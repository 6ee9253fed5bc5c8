"""How far the robot moved."""

from __future__ import annotations

import numpy as np

from physai_sim.evaluation.episode import Episode
from physai_sim.evaluation.metrics.base import (
    Metric,
    MetricResult,
    car_odometry,
    tool_positions,
    unknown,
)


class PathLength(Metric):
    """Length of the path of the car's rear axle, or of the arm's tool [m].

    Sum of straight pieces between control stamps. `straight_m` is the distance from start to
    end; `ratio` divides the two (1 is a straight line).
    """

    unit = "m"
    better = None

    def applies(self, episode: Episode) -> bool:
        """Always."""
        del episode
        return True

    def score(self, episode: Episode) -> MetricResult:
        """See the class."""
        driving = episode.facts.is_driving
        points = car_odometry(episode)[:, :3] if driving else tool_positions(episode)
        if len(points) < 2:
            return unknown("fewer than two positions were recorded")
        length = float(np.linalg.norm(np.diff(points, axis=0), axis=1).sum())
        straight = float(np.linalg.norm(points[-1] - points[0]))
        ratio = length / straight if straight > 1e-9 else None
        return MetricResult(length, parts={"straight_m": straight, "ratio": ratio})
