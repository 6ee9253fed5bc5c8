"""What open-loop metrics share: errors of plans at horizons, with what could not be compared.

Legend: C candidates of a plan, K steps.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from physai_sim.core.geometry import Array
from physai_sim.evaluation.driving.forecasts import Forecast, forecasts
from physai_sim.evaluation.driving.trajectories import first_car
from physai_sim.evaluation.episode import Episode, Plan
from physai_sim.evaluation.metrics.base import MetricResult, unknown

HORIZONS_S = (0.5, 1.0, 3.0, 5.0, 6.4)

Measure = Callable[[Forecast, int], float]
"""Error of a forecast over its leading rows, as many as the horizon has."""


@dataclass(frozen=True, slots=True)
class _AtHorizon:
    """Errors of all plans at one horizon, and how many could not be compared."""

    errors: tuple[float, ...]
    beyond_end: int

    @property
    def mean(self) -> float | None:
        return sum(self.errors) / len(self.errors) if self.errors else None


def has_car_plans(episode: Episode) -> bool:
    """Whether the episode holds plans of a car."""
    return bool(episode.plans) and first_car(episode.facts) is not None


def rows_of(horizon_s: float, hz: int) -> int:
    """How many rows of a forecast a horizon has; a horizon between two rows has both."""
    return math.ceil(round(horizon_s * hz, 9))


def over_horizons(
    episode: Episode, measure: Measure, *, horizons_s: Sequence[float] = HORIZONS_S
) -> MetricResult:
    """A measure at each horizon, mean over all plans that can be compared there.

    The value is that of the longest horizon that any plan reaches within the recording; parts
    tell each horizon, `horizon_s` which one the value is of, `plans` how many are in it,
    `beyond_end` how many reach past the end of the recording, `candidates` the most that a plan
    held possible, and `held_s` for how long of the value's horizon, on average, plans hold their
    last action.
    """
    if all(_is_short(plan, min(horizons_s)) for plan in episode.plans):
        # Known without following a single plan, which is what most of the time would go to.
        parts = dict.fromkeys(_names(horizons_s))
        return MetricResult(None, _too_short(episode, horizons_s), parts=parts)
    found = forecasts(episode)
    if not found:
        return unknown(why_no_forecast(episode))
    by_horizon = {h: _at_horizon(found, h, measure) for h in horizons_s}
    means = (at.mean for at in by_horizon.values())
    parts = dict(zip(_names(horizons_s), means, strict=True))
    compared = [h for h, at in by_horizon.items() if at.errors]
    if not compared:
        shortest = f"{min(horizons_s):g} s"
        why = f"every plan reaches past the end of the recording at {shortest}"
        return MetricResult(None, why, parts=parts)
    longest = max(compared)
    told = by_horizon[longest]
    parts |= {
        "horizon_s": longest,
        "plans": float(len(told.errors)),
        "beyond_end": float(told.beyond_end),
        "candidates": float(max(len(f.paths) for f in found)),
        "held_s": _held_s(found, longest),
    }
    return MetricResult(told.mean, parts=parts)


def why_no_forecast(episode: Episode) -> str:
    """Why plans of a car have no path."""
    car = first_car(episode.facts)
    if car is not None and not car.can_be_rolled:
        return "the wheelbase is not known, so steering has no path"
    return "no plan starts within the recorded odometry"


def distances(forecast: Forecast, rows: int) -> Array:
    """Between each candidate and the recording, shape (C, rows) [m]."""
    gaps = forecast.paths[:, :rows, :2] - forecast.recorded[:rows, :2]
    found: Array = np.linalg.norm(gaps, axis=-1)
    return found


def turns(forecast: Forecast, rows: int) -> Array:
    """Between the headings of each candidate and the recording, shape (C, rows), 0 to pi [rad]."""
    gaps = forecast.paths[:, :rows, 2] - forecast.recorded[:rows, 2]
    return np.abs(np.arctan2(np.sin(gaps), np.cos(gaps)))


def _at_horizon(found: Sequence[Forecast], horizon_s: float, measure: Measure) -> _AtHorizon:
    errors, beyond = [], 0
    for forecast in found:
        rows = rows_of(horizon_s, forecast.hz)
        if rows > forecast.paths.shape[1]:
            continue
        if rows > forecast.known:
            beyond += 1
        else:
            errors.append(measure(forecast, rows))
    return _AtHorizon(tuple(errors), beyond)


def _held_s(found: Sequence[Forecast], horizon_s: float) -> float:
    spans = []
    for forecast in found:
        rows = rows_of(horizon_s, forecast.hz)
        if rows <= min(forecast.known, forecast.paths.shape[1]):
            spans.append(max(0, rows - forecast.decided) / forecast.hz)
    return sum(spans) / len(spans)


def _names(horizons_s: Sequence[float]) -> list[str]:
    return [f"{horizon_s:g} s" for horizon_s in horizons_s]


def _is_short(plan: Plan, horizon_s: float) -> bool:
    """Whether a plan ends before a horizon."""
    chunk = plan.chunks[0]
    return rows_of(horizon_s, chunk.hz) > len(chunk.actions)


def _too_short(episode: Episode, horizons_s: Sequence[float]) -> str:
    reach_s = max(len(plan.chunks[0].actions) / plan.chunks[0].hz for plan in episode.plans)
    return f"chunks reach {reach_s:.1f} s, the shortest horizon is {min(horizons_s):g} s"
