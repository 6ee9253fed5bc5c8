"""How far the corners of the planned car are from those of the real one."""

from __future__ import annotations

import numpy as np

from physai_sim.core.geometry import Array
from physai_sim.core.truth import BodyInfo
from physai_sim.evaluation.driving.forecasts import Forecast
from physai_sim.evaluation.driving.trajectories import first_car
from physai_sim.evaluation.episode import Episode
from physai_sim.evaluation.metrics._horizons import has_car_plans, over_horizons
from physai_sim.evaluation.metrics.base import Metric, MetricResult, unknown


class CornerDistance(Metric):
    """Mean distance between the four corners of the planned and of the recorded car [m].

    It weighs a wrong heading by the size of the car. Of the best candidate of each plan, mean
    over its steps up to a horizon; horizons as in `min_ade`.
    """

    group = "open_loop"
    unit = "m"
    better = "lower"

    def applies(self, episode: Episode) -> bool:
        """Plans of a car only."""
        return has_car_plans(episode)

    def score(self, episode: Episode) -> MetricResult:
        """See the class."""
        car = first_car(episode.facts)
        box = episode.facts.bodies.get(car.name) if car is not None else None
        if box is None or not (box.size_m[0] and box.size_m[1]):
            return unknown("the size of the car is not recorded")
        offsets = _corners(box)

        def measure(forecast: Forecast, rows: int) -> float:
            planned = _placed(offsets, forecast.paths[:, :rows])
            driven = _placed(offsets, forecast.recorded[None, :rows])
            gaps = np.linalg.norm(planned - driven, axis=-1)
            return float(gaps.mean(axis=(1, 2)).min())

        return over_horizons(episode, measure)


def _corners(box: BodyInfo) -> Array:
    """Corners of a box on the ground, in the frame of its base link, shape (4, 2) [m]."""
    half = np.array(box.size_m[:2]) / 2.0
    signs = np.array([[1.0, 1.0], [1.0, -1.0], [-1.0, -1.0], [-1.0, 1.0]])
    return np.asarray(box.middle_m[:2]) + signs * half


def _placed(offsets: Array, rows: Array) -> Array:
    """Offsets at rows (x, y, yaw) of shape (C, K, 3): shape (C, K, 4, 2) [m]."""
    cosine, sine = np.cos(rows[..., 2])[..., None], np.sin(rows[..., 2])[..., None]
    x = rows[..., 0, None] + cosine * offsets[:, 0] - sine * offsets[:, 1]
    y = rows[..., 1, None] + sine * offsets[:, 0] + cosine * offsets[:, 1]
    return np.stack([x, y], axis=-1)
