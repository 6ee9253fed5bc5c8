"""What-ifs of one sensor: it falls silent, comes late, or is noisy."""

from __future__ import annotations

import dataclasses
import math
import zlib
from abc import abstractmethod
from collections import deque
from typing import Any

import numpy as np
from numpy.typing import NDArray

from physai_sim.core.errors import ConfigError, UnknownNameError
from physai_sim.core.timing import NS_PER_S, span_ns
from physai_sim.core.types import EpisodeSpec, Observation
from physai_sim.evaluation.replay.perturbation import Perturbation

Reading = NDArray[Any]
LONGEST_DELAY_NS = 10 * NS_PER_S
WHERE = "--perturb"


class _OfSensor(Perturbation):
    """Changes the readings of one sensor, or of one entry of the ground truth."""

    def __init__(self, text: str, sensor: str) -> None:
        super().__init__(text)
        self._sensor = sensor

    def seen(self, observation: Observation) -> Observation:
        """See the base."""
        truth, stamp_ns = observation.privileged or {}, observation.stamp_ns
        if self._sensor in observation.sensors:
            changed = self.changed(stamp_ns, observation.sensors[self._sensor])
            sensors = {**observation.sensors, self._sensor: changed}
            return dataclasses.replace(observation, sensors=sensors)
        if self._sensor in truth:
            changed = self.changed(stamp_ns, truth[self._sensor])
            return dataclasses.replace(observation, privileged={**truth, self._sensor: changed})
        known = (*observation.sensors, *truth)
        raise UnknownNameError("no such sensor", where=WHERE, got=self._sensor, known=known)

    @abstractmethod
    def changed(self, stamp_ns: int, reading: Reading) -> Reading:
        """The reading that is seen at a stamp."""


class Drop(_OfSensor):
    """`drop=SENSOR[@FROM-TO]`: no new reading comes, from 0 to the end where nothing is said [s].

    The last reading before stays; zeros stand where there was none.
    """

    def __init__(self, text: str, argument: str) -> None:
        sensor, is_cut, span = argument.partition("@")
        super().__init__(text, sensor)
        self._from_ns, self._to_ns = _span(span) if is_cut else (0, math.inf)
        self._last: Reading | None = None

    def begin(self, spec: EpisodeSpec, seed: int) -> EpisodeSpec:
        """See the base."""
        self._last = None
        return super().begin(spec, seed)

    def changed(self, stamp_ns: int, reading: Reading) -> Reading:
        """See the base."""
        if not self._from_ns <= stamp_ns < self._to_ns:
            self._last = reading
            return reading
        return np.zeros_like(reading) if self._last is None else self._last


class Delay(_OfSensor):
    """`delay=SENSOR:0.3s`: readings come so much later; at first the first one stays."""

    def __init__(self, text: str, argument: str) -> None:
        sensor, _, span = argument.rpartition(":")
        super().__init__(text, sensor)
        self._delay_ns = span_ns(span, where=WHERE)
        if self._delay_ns > LONGEST_DELAY_NS:
            raise ConfigError("too long", where=WHERE, got=span, expected="at most 10 s")
        self._kept: deque[tuple[int, Reading]] = deque()

    def begin(self, spec: EpisodeSpec, seed: int) -> EpisodeSpec:
        """See the base."""
        self._kept.clear()
        return super().begin(spec, seed)

    def changed(self, stamp_ns: int, reading: Reading) -> Reading:
        """See the base."""
        self._kept.append((stamp_ns, reading))
        while len(self._kept) > 1 and self._kept[1][0] <= stamp_ns - self._delay_ns:
            self._kept.popleft()
        return self._kept[0][1]


class Noise(_OfSensor):
    """`noise=SENSOR:SIGMA`: normal noise in the unit of the reading, drawn anew for each one.

    Whole numbers, such as the 0 to 255 of an image, are rounded and stay within their range.
    """

    def __init__(self, text: str, argument: str) -> None:
        sensor, _, sigma = argument.rpartition(":")
        super().__init__(text, sensor)
        self._sigma = _sigma(sigma)
        self._seed = 0
        self._clean: Reading | None = None
        self._noisy: Reading = np.zeros(0)

    def begin(self, spec: EpisodeSpec, seed: int) -> EpisodeSpec:
        """See the base."""
        self._seed, self._clean = seed, None
        return super().begin(spec, seed)

    def changed(self, stamp_ns: int, reading: Reading) -> Reading:
        """See the base."""
        if reading is not self._clean:  # a slow sensor's reading stands for several stamps
            keys = [self._seed, zlib.crc32(self._sensor.encode()), stamp_ns]
            drawn = np.random.default_rng(keys).normal(0.0, self._sigma, reading.shape)
            self._clean, self._noisy = reading, _added(reading, drawn)
        return self._noisy


def _span(text: str) -> tuple[int, float]:
    first, dash, last = text.partition("-")
    if not dash:
        expected = "FROM-TO in seconds, as in 2s-3.5s"
        raise ConfigError("no span", where=WHERE, got=text, expected=expected)
    from_ns, to_ns = span_ns(first, where=WHERE), span_ns(last, where=WHERE)
    if to_ns <= from_ns:
        raise ConfigError("a span that ends before it begins", where=WHERE, got=text)
    return from_ns, to_ns


def _sigma(text: str) -> float:
    try:
        sigma = float(text)
    except ValueError:
        sigma = math.nan
    if not (math.isfinite(sigma) and sigma > 0.0):
        expected = "a positive number, as in noise=odometry:0.1"
        raise ConfigError("no standard deviation", where=WHERE, got=text, expected=expected)
    return sigma


def _added(reading: Reading, noise: Reading) -> Reading:
    if reading.dtype.kind in "iu":
        bounds = np.iinfo(reading.dtype)
        noisy = np.clip(np.rint(reading + noise), bounds.min, bounds.max)
    else:
        noisy = reading + noise
    kept: Reading = noisy.astype(reading.dtype)
    return kept
