"""How far the corners of the planned car are from those of the real one."""

from __future__ import annotations

import numpy as np

from physai_sim.evaluation.driving.boxes import boxes_on, corners_of
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

        def measure(forecast: Forecast, rows: int) -> float:
            planned = corners_of(boxes_on(forecast.paths[:, :rows], box))
            driven = corners_of(boxes_on(forecast.recorded[None, :rows], box))
            gaps = np.linalg.norm(planned - driven, axis=-1)
            return float(gaps.mean(axis=(1, 2)).min())

        return over_horizons(episode, measure)
