"""Distributions of numbers, as a world file's `randomize` part writes them.

Legend: n numbers of a value; t the standard variable that a distribution of numbers maps to its
values, one for each number or, with `together`, one for all of them.
"""

from __future__ import annotations

import math
from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import Annotated

import numpy as np
from pydantic import BeforeValidator, model_validator

from physai_sim.core.geometry import Array
from physai_sim.core.strict import StrictModel, plain

# A normal distribution without ends is tried out this far from its mean [standard deviations].
FAR = 4.0
# A smaller share of a normal distribution between its ends is taken for a mistake.
LEAST_SHARE = 0.01
# No quantity of a world is larger, and sums and products of such numbers are still finite.
MOST = 1e100


def _is_number(value: object) -> bool:
    if not isinstance(value, (int, float)) or isinstance(value, bool):
        return False
    return abs(value) <= MOST


def _numbers(value: object) -> object:
    values = value if isinstance(value, tuple) else (value,)
    if not values or not all(_is_number(one) for one in values):
        raise ValueError(f"neither a number nor a list of numbers, got {plain(value)!r}")
    return value


Numbers = Annotated[float | tuple[float, ...], BeforeValidator(_numbers)]


@dataclass(frozen=True, slots=True)
class Like:
    """What drawn numbers must be like.

    Args:
        size: How many there are in a list, n; None for a number that stands alone.
        is_whole: Whether they are whole numbers.
    """

    size: int | None
    is_whole: bool = False

    @classmethod
    def of(cls, value: object) -> Like | None:
        """Like a value; None if that is neither a number nor a list of numbers."""
        is_list = isinstance(value, (list, tuple))
        values = tuple(value) if isinstance(value, (list, tuple)) else (value,)
        if not values or not all(_is_number(one) for one in values):
            return None
        return cls(len(values) if is_list else None, all(isinstance(v, int) for v in values))


class Spread(StrictModel, ABC):
    """Base of the distributions of numbers; a single number counts for all n of a list."""

    together: bool = False

    @abstractmethod
    def _standard(self, rng: np.random.Generator, count: int) -> Array:
        """So many standard variables t."""

    @abstractmethod
    def _values(self, t: Array, *, whole: bool) -> Array:
        """The numbers that belong to t."""

    @abstractmethod
    def _ends(self) -> tuple[Array, Array]:
        """Least and greatest t worth trying out."""

    @property
    def size(self) -> int | None:
        """How many numbers it is written with; None for single ones."""
        return next((len(v) for v in self._given().values() if isinstance(v, tuple)), None)

    def fault(self, like: Like) -> str | None:
        """Why nothing like this can be drawn, in a clause; None if it can."""
        if self.size is not None and self.size != like.size:
            wanted = "one number" if like.size is None else f"{like.size} numbers"
            return f"a list of {self.size} numbers, where the value is {wanted}"
        ends = {key: end for key, end in self._given().items() if key in ("low", "high")}
        if like.is_whole and any((np.rint(end) != end).any() for end in ends.values()):
            return f"the ends of whole numbers must be whole, not {ends}"
        return None

    def draw(self, rng: np.random.Generator, like: Like) -> object:
        """One value: a number, or a list of n."""
        t = self._standard(rng, 1 if self.together else like.size or 1)
        return self._shaped(t, like)

    def extremes(self, like: Like) -> list[object]:
        """The ends of what is drawn."""
        return [self._shaped(t, like) for t in self._ends()]

    def _shaped(self, t: Array, like: Like) -> object:
        values = np.broadcast_to(self._values(t, whole=like.is_whole), like.size or 1)
        numbers = [int(v) if like.is_whole else float(v) for v in values]
        return numbers[0] if like.size is None else numbers

    def _given(self) -> dict[str, float | tuple[float, ...]]:
        return {key: v for key, v in self if key != "together" and v is not None}

    @model_validator(mode="after")
    def _is_in_order(self) -> Spread:
        given = self._given()
        sizes = {key: len(v) for key, v in given.items() if isinstance(v, tuple)}
        if len(set(sizes.values())) > 1:
            raise ValueError(f"lists of one length are wanted, got {sizes}")
        low, high = given.get("low", -math.inf), given.get("high", math.inf)
        if (np.asarray(low) > np.asarray(high)).any():
            raise ValueError(f"low {plain(low)} must not exceed high {plain(high)}")
        return self


class Uniform(Spread):
    """Equally likely from low to high; of whole numbers, both ends are drawn too."""

    low: Numbers
    high: Numbers

    def _standard(self, rng: np.random.Generator, count: int) -> Array:
        return rng.random(count)

    def _values(self, t: Array, *, whole: bool) -> Array:
        low, high = np.asarray(self.low), np.asarray(self.high)
        if whole:
            return np.asarray(np.minimum(np.floor(low + t * (high - low + 1.0)), high))
        return np.asarray(low + t * (high - low))

    def _ends(self) -> tuple[Array, Array]:
        return np.zeros(1), np.ones(1)


class LogUniform(Uniform):
    """From low to high with a uniform logarithm: 1 to 2 is as likely as 2 to 4."""

    def _values(self, t: Array, *, whole: bool) -> Array:
        low, high = np.log(self.low), np.log(self.high)
        values = np.clip(np.exp(low + t * (high - low)), self.low, self.high)
        return np.asarray(np.rint(values) if whole else values)

    @model_validator(mode="after")
    def _is_positive(self) -> LogUniform:
        if (np.asarray(self.low) <= 0.0).any():
            raise ValueError(f"low {plain(self.low)} of log_uniform must be positive")
        return self


class Normal(Spread):
    """Around a mean with a standard deviation; what falls outside of low and high is redrawn."""

    mean: Numbers
    std: Numbers
    low: Numbers | None = None
    high: Numbers | None = None

    def _standard(self, rng: np.random.Generator, count: int) -> Array:
        least, most = self._limits()
        t = rng.standard_normal(count)
        while (outside := (t < least) | (t > most)).any():
            t = np.where(outside, rng.standard_normal(count), t)
        return t

    def _values(self, t: Array, *, whole: bool) -> Array:
        values = np.asarray(self.mean) + t * np.asarray(self.std)
        low = -math.inf if self.low is None else self.low
        high = math.inf if self.high is None else self.high
        return np.asarray(np.clip(np.rint(values) if whole else values, low, high))

    def _ends(self) -> tuple[Array, Array]:
        least, most = self._limits()
        return np.clip(-FAR, least, most), np.clip(FAR, least, most)

    def _limits(self) -> tuple[Array, Array]:
        """Least and greatest t that low and high allow, (1,) or (n,)."""
        mean, std = np.atleast_1d(self.mean), np.atleast_1d(self.std)
        below = np.asarray(-math.inf if self.low is None else self.low) - mean
        above = np.asarray(math.inf if self.high is None else self.high) - mean
        with np.errstate(divide="ignore", invalid="ignore"):
            # Without a deviation the mean itself is either inside or out.
            least = np.where(std > 0.0, below / std, np.where(below > 0.0, math.inf, -math.inf))
            most = np.where(std > 0.0, above / std, np.where(above < 0.0, -math.inf, math.inf))
        if self.together:
            return least.max(keepdims=True), most.min(keepdims=True)
        return least, most

    @model_validator(mode="after")
    def _leaves_something(self) -> Normal:
        if (np.asarray(self.std) < 0.0).any():
            raise ValueError(f"std {plain(self.std)} must not be negative")
        ends = zip(*(t.tolist() for t in self._limits()), strict=True)
        if any(math.erf(b / 2**0.5) - math.erf(a / 2**0.5) < 2 * LEAST_SHARE for a, b in ends):
            raise ValueError(
                f"low {plain(self.low)} and high {plain(self.high)} leave less than "
                f"{LEAST_SHARE:.0%} of normal {plain(self.mean)} ± {plain(self.std)}"
            )
        return self
