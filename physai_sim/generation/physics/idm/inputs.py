"""From what a film shows between its frames to what a model is given for each control step.

Legend: T frames, N control steps, F features, M moments, X inputs.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from physai_sim.core.geometry import Array
from physai_sim.generation.physics.idm.flow_features import MOMENTS

# Instants of a control step at which motion is looked at, as shares of it.
INSTANTS = (0.0, 0.5, 1.0)
LEAST_SPREAD = 1e-9


@dataclass(frozen=True, slots=True)
class Rates:
    """Of a film and its actions [Hz].

    Args:
        film: Frames per second.
        control: Actions per second.
    """

    film: int
    control: int


def actions_within(frames: int, rates: Rates) -> int:
    """Actions whose whole control step lies within a film."""
    return max(0, (frames - 1) * rates.control // rates.film)


def scale_of(motions: Sequence[Array]) -> Array:
    """What makes inputs of films alike in size.

    Cells of the grid share one scale: one that hardly ever moves must not count for as much as
    the others.

    Args:
        motions: Of films, see `features`, shape (T - 1, F) each.

    Returns:
        Mean and spread of the moments, then the spread of each input, shape (2 M + X / 3,).
    """
    every = np.concatenate(motions)
    cells, moments = every[:, :-MOMENTS], every[:, -MOMENTS:]
    mean, spread = moments.mean(axis=0), moments.std(axis=0) + LEAST_SPREAD
    both = np.full(cells.shape[1], np.sqrt(cells.var(axis=0).mean()) + LEAST_SPREAD)
    products = _products((moments - mean) / spread).std(axis=0) + LEAST_SPREAD
    return np.concatenate([mean, spread, both, products])


def inputs(motion: Array, scale: Array, count: int, *, rates: Rates) -> Array:
    """Cells, moments and products of moments at the instants of each control step.

    Motion belongs to the middle between two frames and is interpolated, so that the rates of
    frames and actions need have nothing in common.

    Args:
        motion: See `features`, shape (T - 1, F).
        scale: See `scale_of`.
        count: N.
        rates: Of the film.

    Returns:
        Shape (N, X).
    """
    rows = _scaled(motion, scale)
    middles = (np.arange(len(rows)) + 0.5) / rates.film
    at = [(np.arange(count) + share) / rates.control for share in INSTANTS]
    columns = [np.interp(times, middles, column) for times in at for column in rows.T]
    found: Array = np.array(columns).reshape(len(columns), count).T
    return found


def liveliness(motion: Array, scale: Array) -> float:
    """How much moves in a film, in all ways: mean square of its inputs."""
    return float((_scaled(motion, scale) ** 2).mean())


def _scaled(motion: Array, scale: Array) -> Array:
    mean, spread, rest = scale[:MOMENTS], scale[MOMENTS : 2 * MOMENTS], scale[2 * MOMENTS :]
    moments = (motion[:, -MOMENTS:] - mean) / spread
    found: Array = np.hstack([motion[:, :-MOMENTS], _products(moments)]) / rest
    return found


def _products(moments: Array) -> Array:
    first, second = np.triu_indices(moments.shape[1])
    return np.hstack([moments, moments[:, first] * moments[:, second]])
