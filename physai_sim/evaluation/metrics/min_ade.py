"""How far plans are from where the car went, all along the way."""

from __future__ import annotations

from physai_sim.evaluation.driving.forecasts import Forecast
from physai_sim.evaluation.episode import Episode
from physai_sim.evaluation.metrics._horizons import distances, has_car_plans, over_horizons
from physai_sim.evaluation.metrics.base import Metric, MetricResult


class MinAde(Metric):
    """Mean distance between the best candidate of each plan and the recording [m].

    minADE_k with k the number of candidates a policy gives: 1 unless it has `candidates`. Taken
    over all steps of a plan up to a horizon of 0.5, 1, 3, 5 or 6.4 s, then over all plans; parts
    tell every horizon, the value is that of the longest one that plans reach.

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
        return over_horizons(episode, _mean_distance)


def _mean_distance(forecast: Forecast, rows: int) -> float:
    return float(distances(forecast, rows).mean(axis=1).min())
