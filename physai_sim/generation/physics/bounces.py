"""What bounces do to a body's speed and energy, from the parabolas before and after.

Legend: N points of a path.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from physai_sim.core.geometry import Array
from physai_sim.generation.physics.flights import Flight
from physai_sim.generation.physics.parabolas import WORST_CHI2, Fit, fitted, stretches

LEAST_POINTS = 3
# Frames that may be missing between the last point before a bounce and the first after it.
MOST_STEPS_APART = 3.0


@dataclass(frozen=True, slots=True)
class Estimate:
    """A number with its standard error."""

    value: float
    error: float


@dataclass(frozen=True, slots=True)
class Bounce:
    """One bounce on something level.

    Args:
        time_s: When [s].
        height_m: Of the body's middle then [m].
        restitution: Upward speed after over downward speed before.
        energy_rise_jpkg: Of its motion, after minus before; negative where it lost some [J/kg].
    """

    time_s: float
    height_m: float
    restitution: Estimate
    energy_rise_jpkg: Estimate


@dataclass(frozen=True, slots=True, eq=False)
class _Hop:
    """One stretch of flight under a gravity that is known: two lines over time."""

    height: Fit  # of height + g t^2 / 2
    along: Fit


def bounces(path: Flight, g_mps2: float) -> list[Bounce]:
    """Every bounce between two hops.

    Args:
        path: Of the body.
        g_mps2: The gravity of the clip itself, so that it does not count twice.
    """
    hops = [hop for part in _parts(path) if (hop := _hop(path, part, g_mps2)) is not None]
    step = float(np.median(np.diff(path.times_s)))
    found = []
    for before, after in pairwise(hops):
        gap = after.height.times_s[0] - before.height.times_s[-1]
        if gap <= MOST_STEPS_APART * step:
            found.append(_bounce(before, after, g_mps2))
    return [b for b in found if b is not None]


def _parts(path: Flight) -> list[slice]:
    parts = stretches(path.times_s, path.height_m, path.sigma_m)
    return [part for part in parts if part.stop - part.start >= LEAST_POINTS]


def _hop(path: Flight, part: slice, g_mps2: float) -> _Hop | None:
    times, sigma = path.times_s[part], path.sigma_m[part]
    straight = path.height_m[part] + g_mps2 * (times - times[0]) ** 2 / 2
    hop = _Hop(fitted(times, straight, sigma, 1), fitted(times, path.along_m[part], sigma, 1))
    # What hits something on its way leaves its line over the ground.
    return hop if max(hop.height.chi2, hop.along.chi2) <= WORST_CHI2 else None


def _bounce(before: _Hop, after: _Hop, g: float) -> Bounce | None:
    start = after.height.start_s - before.height.start_s

    def told(numbers: Array) -> Array:
        """Time, height, speeds before and after, of (height, speed) of both hops."""
        a1, v1, a2, v2 = numbers
        # In the time of the second hop both are parabolas of equal bend: they meet on a line.
        a1, v1 = a1 + v1 * start - g * start**2 / 2, v1 - g * start
        when = (a1 - a2) / (v2 - v1)
        return np.array([when, a2 + v2 * when - g * when**2 / 2, v1 - g * when, v2 - g * when])

    numbers = np.concatenate([before.height.values, after.height.values])
    if numbers[3] <= numbers[1] - g * start:
        return None
    spread = np.zeros((4, 4))
    spread[:2, :2], spread[2:, 2:] = before.height.covariance, after.height.covariance
    when, height, down, up = told(numbers)
    if down >= 0.0 or up <= 0.0:
        return None
    flat = (after.along.values[1] ** 2 - before.along.values[1] ** 2) / 2
    return Bounce(
        after.height.start_s + float(when),
        float(height),
        _estimate(lambda n: float(-told(n)[3] / told(n)[2]), numbers, spread),
        _estimate(lambda n: float(told(n)[3] ** 2 - told(n)[2] ** 2) / 2 + flat, numbers, spread),
    )


def _estimate(function: Callable[[Array], float], at: Array, covariance: Array) -> Estimate:
    """A number that follows from others, with the error that theirs give it (to first order)."""
    steps = 1e-3 * np.sqrt(np.diag(covariance)) + 1e-12
    slopes = np.array(
        [
            (function(at + step) - function(at - step)) / (2 * size)
            for size, step in zip(steps, np.diag(steps), strict=True)
        ]
    )
    return Estimate(function(at), float(np.sqrt(slopes @ covariance @ slopes)))


def combined(estimates: list[Estimate]) -> Estimate:
    """Their mean, weighted by their errors; they count as worse where they disagree.

    Source: Particle Data Group (2022), "Review of particle physics", section 5.2.2.
    """
    values = np.array([e.value for e in estimates])
    weights = 1.0 / np.array([max(e.error, 1e-9) for e in estimates]) ** 2
    mean = float(np.sum(weights * values) / np.sum(weights))
    error = float(1.0 / np.sqrt(np.sum(weights)))
    if len(values) > 1:
        chi2 = float(np.sum(weights * (values - mean) ** 2)) / (len(values) - 1)
        error *= max(1.0, float(np.sqrt(chi2)))
    return Estimate(mean, error)
