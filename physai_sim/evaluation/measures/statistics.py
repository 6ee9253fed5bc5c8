"""Shares with their uncertainty."""

from __future__ import annotations

import math
from dataclasses import dataclass

Z_95 = 1.959963984540054  # 97.5 % quantile of the normal distribution


@dataclass(frozen=True, slots=True)
class Share:
    """A share of trials with its 95 % interval.

    Args:
        value: Successes over trials; None without a trial.
        low: Lower end of the interval.
        high: Upper end.
        n: Trials.
    """

    value: float | None
    low: float
    high: float
    n: int


def wilson(successes: int, trials: int) -> Share:
    """Share of successes with Wilson's 95 % interval, which is right for few trials too.

    Source: Wilson (1927), "Probable inference, the law of succession, and statistical inference".
    """
    if trials == 0:
        return Share(None, 0.0, 1.0, 0)
    share, square = successes / trials, Z_95**2 / trials
    centre = (share + square / 2) / (1 + square)
    spread = math.sqrt(share * (1 - share) / trials + square / (4 * trials)) * Z_95 / (1 + square)
    # At the ends the exact bound is the share itself; rounding must not put it beyond.
    low = 0.0 if successes == 0 else centre - spread
    high = 1.0 if successes == trials else centre + spread
    return Share(share, low, high, trials)
