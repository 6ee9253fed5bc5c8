"""What scores are worth: how well they tell faults from truth, with intervals.

Legend: F scores of films with a fault, C scores of true films, N films, B resamples.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from physai_sim.core.geometry import Array
from physai_sim.evaluation.comparison.bootstrap import LEVEL, SEED, mean_interval

RESAMPLES = 2000
ENDS = ((1 - LEVEL) / 2, (1 + LEVEL) / 2)


@dataclass(frozen=True, slots=True)
class Figure:
    """A number with the interval in which it lies with 95 % confidence.

    Args:
        value: None with a reason where it cannot be told.
        low: End of the interval.
        high: Other end.
        n: Films that it is told from.
        reason: Why there is no value.
    """

    value: float | None
    low: float | None = None
    high: float | None = None
    n: int = 0
    reason: str | None = None


def auroc(faulty: ArrayLike, clean: ArrayLike) -> Figure:
    """How often a true film scores higher than one with a fault; a tie counts half.

    1 tells them apart without a mistake, 0.5 is chance. Films are drawn anew within each kind for
    the interval.

    Args:
        faulty: Shape (F,).
        clean: Shape (C,).

    Source: Hanley and McNeil (1982), "The meaning and use of the area under a receiver operating
        characteristic (ROC) curve"; percentile intervals: Efron and Tibshirani (1993), chapter 13.
    """
    wrong, right = _numbers(faulty), _numbers(clean)
    count = len(wrong) + len(right)
    if not len(wrong) or not len(right):
        return Figure(None, n=count, reason="needs films with a fault and films without")
    gaps = right[None, :] - wrong[:, None]
    wins = (gaps > 0) + 0.5 * (gaps == 0)
    rng = np.random.default_rng(SEED)
    faults, trues = (_draws(rng, length) for length in wins.shape)
    # Whole numbers and halves until the last division: a critic of no worth gets exactly 0.5.
    drawn = np.einsum("bf,bf->b", faults, trues @ wins.T) / wins.size
    low, high = np.quantile(drawn, ENDS)
    return Figure(float(wins.mean()), float(low), float(high), count)


def spearman(scores: ArrayLike, errors: ArrayLike) -> Figure:
    """Rank correlation of scores and state errors; -1 is best, for an error costs points.

    Args:
        scores: Shape (N,).
        errors: Of the same films, shape (N,).

    Source: Spearman (1904), "The proof and measurement of association between two things".
    """
    told, wrong = _numbers(scores), _numbers(errors)
    count = len(told)
    if count < 3:
        return Figure(None, n=count, reason="needs three films or more")
    if np.ptp(told) == 0.0 or np.ptp(wrong) == 0.0:
        what = "scores" if np.ptp(told) == 0.0 else "errors"
        return Figure(None, n=count, reason=f"all {what} are equal")
    rng = np.random.default_rng(SEED)
    rows = rng.integers(0, count, (RESAMPLES, count))
    drawn = [_rank_correlation(told[row], wrong[row]) for row in rows]
    low, high = np.nanquantile(drawn, ENDS)
    return Figure(_rank_correlation(told, wrong), float(low), float(high), count)


def mean(values: ArrayLike, *, lacking: str) -> Figure:
    """A mean with its interval.

    Args:
        values: Shape (N,).
        lacking: What to say where there are none.
    """
    given = _numbers(values)
    if not len(given):
        return Figure(None, reason=lacking)
    interval = mean_interval(given, resamples=RESAMPLES)
    return Figure(float(given.mean()), interval.low, interval.high, len(given))


def ranks(values: Array) -> Array:
    """Ranks from 1 on; equal numbers share the mean of theirs, shape (N,)."""
    _, inverse, counts = np.unique(values, return_inverse=True, return_counts=True)
    last = np.cumsum(counts)
    middle: Array = (last - (counts - 1) / 2.0)[inverse]
    return middle


def _rank_correlation(one: Array, other: Array) -> float:
    if np.ptp(one) == 0.0 or np.ptp(other) == 0.0:
        return float("nan")
    return float(np.corrcoef(ranks(one), ranks(other))[0, 1])


def _draws(rng: np.random.Generator, count: int) -> Array:
    """How often each film is in each resample, shape (B, count)."""
    times = rng.multinomial(count, np.full(count, 1.0 / count), RESAMPLES)
    return np.asarray(times, dtype=np.float64)


def _numbers(values: ArrayLike) -> Array:
    return np.asarray(values, dtype=np.float64).reshape(-1)
