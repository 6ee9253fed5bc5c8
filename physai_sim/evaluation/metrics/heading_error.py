"""How far the headings of plans are from the car's."""

from __future__ import annotations

from physai_sim.evaluation.driving.forecasts import Forecast
from physai_sim.evaluation.episode import Episode
from physai_sim.evaluation.metrics._horizons import has_car_plans, over_horizons, turns
from physai_sim.evaluation.metrics.base import Metric, MetricResult


class HeadingError(Metric):
    """Mean angle between the heading of each plan and the recorded one [rad].

    Of the candidate that would be played, over all steps of a plan up to a horizon, then over all
    plans (average heading error); the part `final` is the angle at the last step of the value's
    horizon (final heading error). nuPlan wants both below 0.8 rad. Horizons as in `min_ade`.

    Source: Karnchanachari et al. (2024), "Towards learning-based planning: the nuPlan benchmark",
        open-loop metrics.
    """

    group = "open_loop"
    unit = "rad"
    better = "lower"

    def applies(self, episode: Episode) -> bool:
        """Plans of a car only."""
        return has_car_plans(episode)

    def score(self, episode: Episode) -> MetricResult:
        """See the class."""
        found = over_horizons(episode, _mean_turn)
        horizon_s = found.parts.get("horizon_s")
        if horizon_s is None:
            return found
        final = over_horizons(episode, _last_turn, horizons_s=(horizon_s,)).value
        return MetricResult(found.value, parts={**found.parts, "final": final})


def _mean_turn(forecast: Forecast, rows: int) -> float:
    return float(turns(forecast, rows)[0].mean())


def _last_turn(forecast: Forecast, rows: int) -> float:
    return float(turns(forecast, rows)[0, -1])
