"""Few combinations of factors in which every two levels of any two factors meet.

Legend: F factors, R combinations (rows), P pairs of levels of two factors.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from physai_sim.core.errors import ConfigError
from physai_sim.core.seeding import stream

MOST_COMBINATIONS = 100_000
TRIES = 12


def pairwise(
    levels: Sequence[int], *, seed: int = 0, budget: int | None = None
) -> tuple[tuple[int, ...], ...]:
    """Rows that cover all pairs of levels, or as many as a budget allows.

    Each row is one of those that cover most pairs which no earlier row covers; among equals the
    seed decides. No cover is smaller than the product of the two largest numbers of levels (every
    pair of those needs a row of its own), and this method stays within a factor that grows with
    the logarithm of the number of factors (Cohen, Dalal, Fredman, Patton 1997, "The AETG System",
    IEEE TSE 23(7), section 4). Under a budget it covers at least 1 - 1/e of what the best choice
    of as many rows does (Nemhauser, Wolsey, Fisher 1978). The smallest of some tries is kept.

    Args:
        levels: How many each factor has, F of them.
        seed: Non-negative.
        budget: Most rows; None: as many as it takes.

    Returns:
        Numbers of levels, shape (R, F); every prefix is the greedy choice for its own length.

    Raises:
        ConfigError: If a factor has no level, the budget is not positive, or there are too many
            combinations.
    """
    _check(levels, budget)
    grid = np.indices(tuple(levels)).reshape(len(levels), -1).T
    pairs = _pairs_of(grid, levels)
    tries = (_cover(pairs, stream(seed, f"pairwise/{k}"), budget) for k in range(TRIES))
    rows = max(tries, key=lambda found: (_covered(pairs, found), -len(found)))
    return tuple(tuple(int(level) for level in grid[row]) for row in rows)


def least_rows(levels: Sequence[int]) -> int:
    """No cover of all pairs is smaller than this."""
    return math.prod(sorted(levels)[-2:])


def share_covered(rows: Sequence[Sequence[int]], levels: Sequence[int]) -> float:
    """Share of all pairs of levels that meet in some row."""
    total = sum(a * b for a, b in combinations(levels, 2))
    met = {(i, j, row[i], row[j]) for row in rows for i, j in combinations(range(len(levels)), 2)}
    return len(met) / total if total else 1.0


def _check(levels: Sequence[int], budget: int | None) -> None:
    if not levels or min(levels) < 1:
        raise ConfigError("a factor without levels", where="pairwise", got=list(levels))
    if budget is not None and budget < 1:
        raise ConfigError("wrong budget", where="pairwise", got=budget, expected="1 or more")
    if math.prod(levels) > MOST_COMBINATIONS:
        expected = f"at most {MOST_COMBINATIONS}"
        raise ConfigError(
            "too many combinations", where="pairwise", got=math.prod(levels), expected=expected
        )


def _pairs_of(grid: NDArray[np.intp], levels: Sequence[int]) -> NDArray[np.intp]:
    """Numbers of the pairs that each combination covers, one column for each two factors."""
    if len(levels) == 1:  # one factor has no pairs: each of its levels is to be seen once
        return grid
    columns, start = [], 0
    for i, j in combinations(range(len(levels)), 2):
        columns.append(start + grid[:, i] * levels[j] + grid[:, j])
        start += levels[i] * levels[j]
    return np.stack(columns, axis=1)


def _cover(
    pairs: NDArray[np.intp], rng: np.random.Generator, budget: int | None
) -> tuple[int, ...]:
    """Greedy cover: numbers of combinations."""
    wanted = np.zeros(int(pairs.max()) + 1, dtype=bool)
    wanted[pairs] = True
    rows: list[int] = []
    while wanted.any() and (budget is None or len(rows) < budget):
        gains = wanted[pairs].sum(axis=1)
        best = np.flatnonzero(gains == gains.max())
        rows.append(int(rng.choice(best)))
        wanted[pairs[rows[-1]]] = False
    return tuple(rows)


def _covered(pairs: NDArray[np.intp], rows: tuple[int, ...]) -> int:
    return len(np.unique(pairs[list(rows)]))
