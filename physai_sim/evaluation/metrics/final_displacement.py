"""How far plans are from where the car went, at their end."""

from __future__ import annotations

from physai_sim.evaluation.driving.forecasts import Forecast
from physai_sim.evaluation.episode import Episode
from physai_sim.evaluation.metrics._horizons import distances, has_car_plans, over_horizons
from physai_sim.evaluation.metrics.base import Metric, MetricResult


class FinalDisplacement(Metric):
    """Distance between the best candidate of each plan and the recording at a horizon [m].

    minFDE_k with k the number of candidates: the least distance at the horizon's own step, mean
    over all plans; horizons as in `min_ade`.

    Source: Chang et al. (2019), "Argoverse: 3D tracking and forecasting with rich maps", metrics
        of motion forecasting.
    """

    group = "open_loop"
    unit = "m"
    better = "lower"

    def applies(self, episode: Episode) -> bool:
        """Plans of a car only."""
        return has_car_plans(episode)

    def score(self, episode: Episode) -> MetricResult:
        """See the class."""
        return over_horizons(episode, _last_distance)


def _last_distance(forecast: Forecast, rows: int) -> float:
    return float(distances(forecast, rows)[:, -1].min())
