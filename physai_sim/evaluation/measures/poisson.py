"""The exact interval of how often something rare happens."""

from __future__ import annotations

import math
from collections.abc import Callable


def mean_interval(count: int, *, level: float = 0.95) -> tuple[float, float]:
    """Interval of the mean number of events of which `count` were seen.

    The lowest mean with which so many or more are not too rare, and the highest with which so
    few or fewer are not; right for few events too, and for none.

    Args:
        count: Events seen.
        level: Confidence, in (0, 1).

    Returns:
        Low and high; low is 0 for no event.

    Source: Garwood (1936), "Fiducial limits for the Poisson distribution"; the ends are the
        quantiles of gamma distributions of shape `count` and `count + 1`.
    """
    tail = (1.0 - level) / 2.0
    low = 0.0 if count == 0 else _solved(lambda mean: at_most(count - 1, mean), 1.0 - tail)
    return low, _solved(lambda mean: at_most(count, mean), tail)


def at_most(count: int, mean: float) -> float:
    """Probability of at most `count` events where `mean` are expected."""
    if mean <= 0.0:
        return 1.0
    logs = (k * math.log(mean) - mean - math.lgamma(k + 1.0) for k in range(count + 1))
    return math.fsum(math.exp(log) for log in logs)


def _solved(falling: Callable[[float], float], value: float) -> float:
    """The positive number at which a falling function takes a value, by bisection."""
    low, high = 0.0, 1.0
    while falling(high) > value:
        low, high = high, 2.0 * high
    while high - low > 1e-12 * high:
        middle = (low + high) / 2.0
        if middle in (low, high):
            break
        low, high = (middle, high) if falling(middle) > value else (low, middle)
    return (low + high) / 2.0
