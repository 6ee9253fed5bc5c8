"""Stretches of a height over time that a parabola fits: flights between one bounce and the next.

Legend: T frames, N points of a fit, P coefficients.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from physai_sim.core.geometry import Array

# Standard deviation of a tracked centre, before the fit tells it better [px].
NOISE_PX = 0.25
# How much that first guess weighs against the residuals of a fit, in points.
PRIOR_POINTS = 4
# A jump of speed is one where it exceeds what noise does to second differences so many times.
JUMP_SIGMAS = 4.0
# Greatest mean square of residuals, in units of the first guess, of a path that is a parabola.
WORST_CHI2 = 6.0
LEAST_POINTS = 5


@dataclass(frozen=True, slots=True, eq=False)
class Fit:
    """A polynomial through points that are known to different precision.

    Args:
        start_s: Time at which its own time is 0 [s].
        values: Coefficients, constant first, shape (P,).
        covariance: Of these, shape (P, P).
        chi2: Mean square of the residuals, in units of the points' first guesses.
        times_s: Of the points, shape (N,) [s].
    """

    start_s: float
    values: Array
    covariance: Array
    chi2: float
    times_s: Array

    def at(self, time_s: float) -> float:
        """Its value [m]."""
        powers = (time_s - self.start_s) ** np.arange(len(self.values))
        return float(powers @ self.values)

    def slope_at(self, time_s: float) -> float:
        """Its derivative [m/s]."""
        power = np.arange(1, len(self.values))
        return float((power * (time_s - self.start_s) ** (power - 1)) @ self.values[1:])


def fitted(times_s: Array, values: Array, sigmas: Array, degree: int) -> Fit:
    """Weighted least squares; the scale of the noise is told by the residuals and a first guess.

    Args:
        times_s: Shape (N,) [s].
        values: Shape (N,) [m].
        sigmas: First guess of each one's standard deviation, shape (N,) [m].
        degree: Of the polynomial.
    """
    start = float(times_s[0])
    rows = np.vander(times_s - start, degree + 1, increasing=True) / sigmas[:, None]
    inverse = np.linalg.inv(rows.T @ rows)
    found = inverse @ rows.T @ (values / sigmas)
    freedom = len(times_s) - degree - 1
    squares = float(np.sum((values / sigmas - rows @ found) ** 2))
    scale = (squares + PRIOR_POINTS) / (freedom + PRIOR_POINTS)
    return Fit(start, found, inverse * scale, squares / max(freedom, 1), times_s)


def stretches(times_s: Array, heights: Array, sigmas: Array) -> Iterator[slice]:
    """Cut a path where its speed jumps upwards: at bounces, and where it is caught.

    Args:
        times_s: Of the frames in which the body is seen, shape (N,) [s].
        heights: Shape (N,) [m].
        sigmas: Standard deviations of these, shape (N,) [m].

    Yields:
        Ranges of points, in order; a point at which it bounced is in none.
    """
    steps = np.diff(times_s)
    bends = 2.0 * np.diff(np.diff(heights) / steps) / (steps[1:] + steps[:-1])
    noise = np.sqrt(6.0) * sigmas[1:-1] / (steps[1:] * steps[:-1])
    jumps = 1 + np.flatnonzero(bends > JUMP_SIGMAS * noise)
    begin = 0
    for group in np.split(jumps, 1 + np.flatnonzero(np.diff(jumps) > 1)):
        if not len(group):
            continue
        # One jump: at that point itself. Two beside each other: between the two.
        first, last = int(group[0]), int(group[-1])
        yield slice(begin, first + (len(group) > 1))
        begin = last + (len(group) == 1)
    yield slice(begin, len(times_s))


def parabolas(times_s: Array, heights: Array, sigmas: Array) -> list[Fit]:
    """Every stretch of at least five points that a parabola which bends downwards fits.

    Args:
        times_s: Of the frames in which the body is seen, shape (N,) [s].
        heights: Shape (N,) [m].
        sigmas: First guess of their standard deviations, shape (N,) [m].
    """
    found = []
    for part in stretches(times_s, heights, sigmas):
        if part.stop - part.start < LEAST_POINTS:
            continue
        fit = fitted(times_s[part], heights[part], sigmas[part], 2)
        bends_down = -fit.values[2] > 3.0 * np.sqrt(fit.covariance[2, 2])
        if bends_down and fit.chi2 <= WORST_CHI2:
            found.append(fit)
    return found
