"""Whether paired differences could have come about by chance.

Legend: N pairs, B draws.
"""

from __future__ import annotations

import math

import numpy as np

from physai_sim.core.geometry import Array
from physai_sim.evaluation.comparison.bootstrap import RESAMPLES, SEED

# Every way to flip that many signs is tried (2 ** 12 of them); of more, some are drawn.
ALL_FLIPPED = 12
_AT_ONCE = 2_000_000


def sign_flip_p(differences: Array, *, draws: int = RESAMPLES, seed: int = SEED) -> float:
    """Two-sided p-value of the paired permutation test of the mean.

    If it does not matter which of two results an episode belongs to, each difference might as
    well have the other sign. The value is the share of all choices of signs whose sum is as far
    from 0 as the observed one. Differences of 0 and 1 (success) make it McNemar's exact test.
    Among N pairs no value is below 2 / 2**N, so that fewer than 6 can never reach 5 %.

    Args:
        differences: One for each pair, shape (N,).
        draws: How many choices are drawn where there are too many to try them all.
        seed: Of the draws.

    Source: Fisher (1935), "The design of experiments", section 21; McNemar (1947), "Note on the
        sampling error of the difference between correlated proportions or percentages".
    """
    sizes = np.abs(differences[differences != 0.0])
    if not len(sizes):
        return 1.0
    if np.ptp(sizes) == 0.0:
        return binomial_p(int(np.sum(differences > 0.0)), len(sizes))
    # Sums that differ by rounding alone are equal.
    bound = abs(float(differences.sum())) - 1e-12 * float(sizes.sum())
    if len(sizes) <= ALL_FLIPPED:
        bits = np.arange(2 ** len(sizes))[:, None] >> np.arange(len(sizes)) & 1
        return float(np.mean(np.abs((1 - 2 * bits) @ sizes) >= bound))
    rng, far, step = np.random.default_rng(seed), 0, max(1, _AT_ONCE // len(sizes))
    for start in range(0, draws, step):
        rows = min(step, draws - start)
        signs = rng.integers(0, 2, (rows, len(sizes)), dtype=np.int8) * 2.0 - 1.0
        far += int(np.sum(np.abs(signs @ sizes) >= bound))
    return (far + 1.0) / (draws + 1.0)


def binomial_p(first: int, total: int) -> float:
    """Two-sided exact p-value of so many heads in so many throws of a fair coin."""
    fewer = min(first, total - first)
    tail: float = sum(math.comb(total, heads) for heads in range(fewer + 1)) / 2**total
    return min(1.0, 2.0 * tail)
