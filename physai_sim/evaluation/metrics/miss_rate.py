"""How many plans miss where the car went."""

from __future__ import annotations

from physai_sim.evaluation.driving.forecasts import Forecast
from physai_sim.evaluation.episode import Episode
from physai_sim.evaluation.metrics._horizons import distances, has_car_plans, over_horizons
from physai_sim.evaluation.metrics.base import Metric, MetricResult

# Greatest distance [m] that is no miss, by horizon [s].
ALLOWED_M = {3.0: 6.0, 5.0: 8.0, 8.0: 16.0}


class MissRate(Metric):
    """Share of plans that at any step are too far from the recording, 0 to 1.

    A plan misses where its best candidate is more than 6 m off within 3 s, 8 m within 5 s or 16 m
    within 8 s; the value is that of the longest of the three that plans reach. nuPlan fails a
    scenario with a rate above 0.3.

    Source: Karnchanachari et al. (2024), "Towards learning-based planning: the nuPlan benchmark",
        open-loop metrics.
    """

    group = "open_loop"
    unit = "1"
    better = "lower"

    def applies(self, episode: Episode) -> bool:
        """Plans of a car only."""
        return has_car_plans(episode)

    def score(self, episode: Episode) -> MetricResult:
        """See the class."""
        return over_horizons(episode, _misses, horizons_s=tuple(ALLOWED_M))


def _misses(forecast: Forecast, rows: int) -> float:
    # The horizon is the one whose rows these are; rates are whole, so no two have as many.
    horizon_s = min(ALLOWED_M, key=lambda h: abs(h * forecast.hz - rows))
    return float(distances(forecast, rows).max(axis=1).min() > ALLOWED_M[horizon_s])
