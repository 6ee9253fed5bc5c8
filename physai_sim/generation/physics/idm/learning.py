"""Learns inverse dynamics from films by ridge regression.

Why so plain a model: it is learned in seconds from a minute of film, has one best solution, which
is the same on every run, and tells by films that it never saw how far it can be trusted.

Legend: A action size, X inputs, R rows.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from physai_sim.core.errors import ConfigError
from physai_sim.core.geometry import Array
from physai_sim.generation.physics.idm.films import Lesson
from physai_sim.generation.physics.idm.inputs import (
    LEAST_SPREAD,
    Rates,
    actions_within,
    inputs,
    liveliness,
    scale_of,
)
from physai_sim.generation.physics.idm.model import InverseDynamics

FOLDS = 4
PENALTIES = (100.0, 300.0, 1_000.0, 3_000.0, 10_000.0)


@dataclass(frozen=True, slots=True, eq=False)
class _Examples:
    """One entry a film: inputs, shape (R, X), and actions in their own spread, shape (R, A)."""

    inputs: list[Array]
    wanted: list[Array]


@dataclass(frozen=True, slots=True, eq=False)
class _LeftOut:
    """What is found in films that were left out; see `InverseDynamics`."""

    explained: Array
    misses: Array
    films: NDArray[np.int64]


def learned(lessons: Sequence[Lesson], rates: Rates) -> InverseDynamics:
    """Learn from films.

    The strength of the penalty is chosen for each number of the action by leaving films out.

    Raises:
        ConfigError: If there are too few films.
    """
    usable = [one for one in lessons if actions_within(len(one.motion) + 1, rates)]
    if len(usable) < FOLDS:
        raise ConfigError("too few films to learn from", got=len(usable), expected=f"{FOLDS}")
    scale = scale_of([one.motion for one in usable])
    given, wanted = [], []
    for one in usable:
        count = min(len(one.actions), actions_within(len(one.motion) + 1, rates))
        given.append(inputs(one.motion, scale, count, rates=rates))
        wanted.append(one.actions[:count])
    every = np.concatenate(wanted)
    mean, spread = every.mean(axis=0), every.std(axis=0)
    spread[spread < LEAST_SPREAD] = 0.0
    unit = [(rows - mean) / np.where(spread > 0.0, spread, 1.0) for rows in wanted]
    examples = _Examples(given, unit)
    penalties, left_out = _chosen(examples)
    explained = np.where(spread > 0.0, left_out.explained, np.nan)
    offset, weights = _fitted(examples, penalties)
    liveliest = np.array(max(liveliness(one.motion, scale) for one in usable))
    return InverseDynamics(
        scale, offset, weights, mean, spread, explained, liveliest, left_out.misses, left_out.films
    )


def _fitted(examples: _Examples, penalties: Array) -> tuple[Array, Array]:
    x, y = np.concatenate(examples.inputs), np.concatenate(examples.wanted)
    offset = x.mean(axis=0)
    by_number = [_ridge(x - offset, y, penalty)[:, k] for k, penalty in enumerate(penalties)]
    return offset, np.stack(by_number, axis=1)


def _chosen(examples: _Examples) -> tuple[Array, _LeftOut]:
    """The best penalty for each number, and how it does on films that are left out."""
    truth = np.concatenate([y for k in range(FOLDS) for y in examples.wanted[k::FOLDS]])
    films = np.array([len(y) for k in range(FOLDS) for y in examples.wanted[k::FOLDS]])
    misses = []
    for penalty in PENALTIES:
        guess = np.concatenate([_left_out(examples, k, penalty) for k in range(FOLDS)])
        misses.append((guess - truth) ** 2)
    sums = np.array([one.sum(axis=0) for one in misses])
    best = np.argmin(sums, axis=0)
    total = np.maximum((truth**2).sum(axis=0), LEAST_SPREAD)
    chosen = np.stack([misses[k][:, number] for number, k in enumerate(best)], axis=1)
    return np.array(PENALTIES)[best], _LeftOut(1.0 - sums.min(axis=0) / total, chosen, films)


def _left_out(examples: _Examples, fold: int, penalty: float) -> Array:
    """What is guessed for the films of a fold by a model of all others."""
    kept = [k for k in range(len(examples.inputs)) if k % FOLDS != fold]
    x = np.concatenate([examples.inputs[k] for k in kept])
    y = np.concatenate([examples.wanted[k] for k in kept])
    mean, middle = x.mean(axis=0), y.mean(axis=0)
    weights = _ridge(x - mean, y - middle, penalty)
    guess: Array = (np.concatenate(examples.inputs[fold::FOLDS]) - mean) @ weights + middle
    return guess


def _ridge(x: Array, y: Array, penalty: float) -> Array:
    """Hoerl and Kennard (1970), "Ridge regression"."""
    found: Array = np.linalg.solve(x.T @ x + penalty * np.eye(x.shape[1]), x.T @ y)
    return found
