"""How far the robot moved."""

from __future__ import annotations

import numpy as np

from physai_sim.core.geometry import Array
from physai_sim.evaluation.episode import Episode
from physai_sim.evaluation.measures.tool_motion import tool_paths
from physai_sim.evaluation.metrics.base import Metric, MetricResult, car_odometry, unknown


class PathLength(Metric):
    """Length of the path of the car's rear axle, or of all arms' tools together [m].

    Sum of straight pieces between control stamps. `straight_m` is the distance from start to
    end; `ratio` divides the two (1 is a straight line). Of several arms each tool's length is a
    part by the arm's name.
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
        paths = {"": car_odometry(episode)[:, :3]} if driving else tool_paths(episode)
        if not paths or any(len(points) < 2 for points in paths.values()):
            return unknown("fewer than two positions were recorded")
        lengths = {name: _length(points) for name, points in paths.items()}
        length = sum(lengths.values())
        straight = sum(_length(points[[0, -1]]) for points in paths.values())
        ratio = length / straight if straight > 1e-9 else None
        each = {f"{name}_m": one for name, one in lengths.items()} if len(lengths) > 1 else {}
        parts = {"straight_m": straight, "ratio": ratio, **each}
        return MetricResult(length, parts=parts)


def _length(points: Array) -> float:
    return float(np.linalg.norm(np.diff(points, axis=0), axis=1).sum())
