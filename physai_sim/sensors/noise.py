"""Errors of measurement, from the `noise:` key of a sensor.

All numbers come from the sensor's own stream. An instant has one error, however often it is read;
noise whose parameters are all zero leaves a reading as it is, to the bit.
"""

from __future__ import annotations

import math
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from physai_sim.core.geometry import Array, multiply
from physai_sim.core.scene_config import Fraction, NotNegative
from physai_sim.core.strict import StrictModel
from physai_sim.core.timing import NS_PER_S
from physai_sim.simulation.world import World

FloatT = TypeVar("FloatT", np.float32, np.float64)


class DriftConfig(StrictModel):
    """Error of a vector, each number on its own, in the unit that the key of this part names.

    `sigma` is white noise of each reading; `bias` is constant, `bias_sigma` the spread of a
    further bias that is drawn once per episode; `walk_per_root_s` is how fast a random walk
    spreads, per square root of a second (IEEE Std 952-1997, appendix C).
    """

    sigma: NotNegative = 0.0
    bias: float = 0.0
    bias_sigma: NotNegative = 0.0
    walk_per_root_s: NotNegative = 0.0

    @property
    def variance(self) -> float:
        """Variance of one reading at the start of an episode, as a covariance states it."""
        return self.sigma**2 + self.bias_sigma**2


class NoiseConfig(DriftConfig):
    """As `DriftConfig`; the sum is rounded to whole multiples of `quantum` where that is not 0."""

    quantum: NotNegative = 0.0

    @property
    def variance(self) -> float:
        """As the base, with that of rounding (quantum squared over 12)."""
        return super().variance + self.quantum**2 / 12


class RangeNoiseConfig(StrictModel):
    """Error of many distances [m]; a share `dropout` of the readings is lost."""

    sigma_m: NotNegative = 0.0
    bias_m: float = 0.0
    quantum_m: NotNegative = 0.0
    dropout: Fraction = 0.0


class _PerInstant:
    """Tells whether the world stands at another instant than when it was last asked."""

    def __init__(self) -> None:
        self._newest: tuple[int, int] | None = None

    def is_new(self, world: World) -> bool:
        now = (world.generation, world.step_index)
        is_new, self._newest = now != self._newest, now
        return is_new


class VectorNoise:
    """The error of one vector over an episode; made anew at each reset.

    Args:
        config: Its size.
        size: Length of the vector.
        rng: Its own stream.
    """

    def __init__(self, config: DriftConfig, size: int, rng: np.random.Generator) -> None:
        self._config, self._rng, self._instant = config, rng, _PerInstant()
        self._bias = config.bias + config.bias_sigma * rng.standard_normal(size)
        self._walk, self._offset = np.zeros(size), np.zeros(size)
        self._last_ns = 0
        self.is_none = config == type(config)()

    def offset(self, world: World) -> Array:
        """What is added at this instant, before rounding."""
        if self._instant.is_new(world):
            config, size = self._config, len(self._bias)
            elapsed_s = max(0, world.time_ns - self._last_ns) / NS_PER_S
            spread = config.walk_per_root_s * math.sqrt(elapsed_s)
            self._walk = self._walk + spread * self._rng.standard_normal(size)
            white = config.sigma * self._rng.standard_normal(size)
            self._offset, self._last_ns = self._bias + self._walk + white, world.time_ns
        return self._offset

    def apply(self, exact: Array, world: World) -> Array:
        """The vector with its error, shape as `exact`."""
        if self.is_none:
            return exact
        return rounded(exact + self.offset(world), getattr(self._config, "quantum", 0.0))

    def turn(
        self, exact_xyzw: tuple[float, float, float, float], world: World
    ) -> tuple[float, float, float, float]:
        """A rotation turned by the error as a rotation vector in the parent frame [rad]."""
        if self.is_none:
            return exact_xyzw
        vector = self.offset(world)
        angle = float(np.linalg.norm(vector))
        x, y, z = (float(v) for v in 0.5 * np.sinc(angle / (2 * np.pi)) * vector)
        return multiply((x, y, z, math.cos(angle / 2)), exact_xyzw)


class PixelNoise:
    """White noise of many values at once, of sigma 1, over an episode; made anew at each reset.

    Args:
        shape: Shape of the readings.
        rng: Its own stream.
    """

    def __init__(self, shape: tuple[int, ...], rng: np.random.Generator) -> None:
        self._shape, self._rng, self._instant = shape, rng, _PerInstant()
        self._newest: tuple[Array, Array] | None = None

    def draw(self, world: World) -> tuple[Array, Array]:
        """Normal numbers of sigma 1, and uniform numbers in 0..1, for this instant."""
        if self._instant.is_new(world) or self._newest is None:
            normal = self._rng.standard_normal(self._shape)
            self._newest = normal, self._rng.random(self._shape)
        return self._newest


class RangeNoise:
    """The error of many distances over an episode; made anew at each reset.

    Args:
        config: Its size.
        shape: Shape of the readings.
        rng: Its own stream.
    """

    def __init__(
        self, config: RangeNoiseConfig, shape: tuple[int, ...], rng: np.random.Generator
    ) -> None:
        self._config, self._pixels = config, PixelNoise(shape, rng)
        self.is_none = config == RangeNoiseConfig()

    def apply(self, exact_m: NDArray[FloatT], world: World, *, lost_m: float) -> NDArray[FloatT]:
        """Distances with their errors, in the dtype of `exact_m`; lost ones are `lost_m`."""
        if self.is_none:
            return exact_m
        config, (white, chance) = self._config, self._pixels.draw(world)
        noisy = rounded(exact_m + config.bias_m + config.sigma_m * white, config.quantum_m)
        return np.where(chance < config.dropout, lost_m, noisy).astype(exact_m.dtype)


def rounded(values: Array, quantum: float) -> Array:
    """Values at whole multiples of `quantum`; as they are where that is 0."""
    return values if quantum == 0.0 else np.round(values / quantum) * quantum
