"""What two results differ by in one metric, over all pairs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from physai_sim.core.geometry import Array
from physai_sim.evaluation.comparison.bootstrap import mean_interval
from physai_sim.evaluation.comparison.pairing import Pair
from physai_sim.evaluation.comparison.scored import ScoredEpisode
from physai_sim.evaluation.comparison.sign_flip import sign_flip_p

# With fewer pairs not even six wins of six would be less likely than 5 % by chance.
FEWEST = 6
LEVEL = 0.05

Verdict = Literal["better", "worse", "different", "noise", "equal", "too few pairs"]


@dataclass(frozen=True, slots=True)
class Values:
    """A metric in the pairs in which both results know it.

    Args:
        names: Of the pairs.
        a: Values of the first result.
        b: Values of the second.
        unknown: In how many pairs one of the two does not know it.
    """

    names: tuple[str, ...]
    a: tuple[float, ...]
    b: tuple[float, ...]
    unknown: int

    @property
    def differences(self) -> Array:
        """Second minus first, shape (N,)."""
        return np.array(self.b, dtype=np.float64) - np.array(self.a, dtype=np.float64)


@dataclass(frozen=True, slots=True)
class Difference:
    """How the second result differs from the first.

    Args:
        mean: Of the differences; None without a pair.
        low: Lower end of its 95 % interval.
        high: Upper end.
        p: How likely so large a mean is by chance.
        wins: Pairs in which the second is better (greater, where neither way is better).
        losses: Pairs in which it is worse.
        ties: Pairs in which both are equal.
        verdict: Whether the second is better, worse, or that cannot be told from noise.
    """

    mean: float | None
    low: float | None
    high: float | None
    p: float | None
    wins: int
    losses: int
    ties: int
    verdict: Verdict


def values_of(pairs: Sequence[Pair], metric: str) -> Values:
    """A metric's values in all pairs to which it applies."""
    told = [p for p in pairs if metric in p.a.metrics or metric in p.b.metrics]
    each = [(p.name, _value(p.a, metric), _value(p.b, metric)) for p in told]
    known = [(name, a, b) for name, a, b in each if a is not None and b is not None]
    return Values(
        names=tuple(name for name, _, _ in known),
        a=tuple(a for _, a, _ in known),
        b=tuple(b for _, _, b in known),
        unknown=len(told) - len(known),
    )


def _value(episode: ScoredEpisode, metric: str) -> float | None:
    found = episode.metrics.get(metric)
    return None if found is None else found.value


def difference(values: Values, *, better: str | None) -> Difference:
    """The difference of a metric.

    It is told from noise if its interval does not hold 0 and chance makes one so large in at most
    one of 20 cases; with fewer than 6 pairs never.
    """
    found = values.differences
    if not len(found):
        return Difference(None, None, None, None, 0, 0, 0, "too few pairs")
    interval, p = mean_interval(found), sign_flip_p(found)
    sign = -1.0 if better == "lower" else 1.0
    return Difference(
        mean=float(found.mean()),
        low=interval.low,
        high=interval.high,
        p=p,
        wins=int(np.sum(sign * found > 0.0)),
        losses=int(np.sum(sign * found < 0.0)),
        ties=int(np.sum(found == 0.0)),
        verdict=verdict(found, better=better),
    )


def verdict(differences: Array, *, better: str | None) -> Verdict:
    """Whether differences, shape (N,), are for the better, for the worse, or noise."""
    if len(differences) < FEWEST:
        return "too few pairs"
    if not differences.any():
        return "equal"
    interval = mean_interval(differences)
    if interval.low <= 0.0 <= interval.high or sign_flip_p(differences) > LEVEL:
        return "noise"
    if better is None:
        return "different"
    return "better" if (interval.low > 0.0) == (better == "higher") else "worse"
