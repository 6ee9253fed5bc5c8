"""Puts observations together from readings that arrive one by one, in any order."""

from __future__ import annotations

from collections import deque
from collections.abc import Container, Mapping
from dataclasses import dataclass
from typing import Any

from numpy.typing import NDArray

from physai_sim.core.geometry import Array

REMEMBERED = 8
"""Readings of each sensor, and ticks, that are kept while others are still on their way."""


@dataclass(frozen=True, slots=True)
class Tick:
    """A control stamp, and which readings make its observation.

    Args:
        stamp_ns: Simulated time [ns].
        index: Control step of the episode.
        episode: Since the simulation started.
        stamps: Stamp of each sensor's reading by its name [ns].
        is_last: Whether the episode ended there.
    """

    stamp_ns: int
    index: int
    episode: int
    stamps: Mapping[str, int]
    is_last: bool = False


@dataclass(frozen=True, slots=True)
class Gathered:
    """A tick with its readings, and the ground truth where that is wanted."""

    tick: Tick
    readings: Mapping[str, NDArray[Any]]
    privileged: Mapping[str, Array] | None


class ObservationAssembler:
    """Waits until all that a tick names has come; the newest whole tick wins.

    Args:
        privileged: Whether the ground truth of the task is waited for too.
    """

    def __init__(self, *, privileged: bool) -> None:
        self._privileged = privileged
        self._readings: dict[str, dict[int, Any]] = {}
        self._truths: dict[int, Mapping[str, Array]] = {}
        self._ticks: deque[Tick] = deque(maxlen=REMEMBERED)
        self.skipped = 0

    def reading(self, sensor: str, stamp_ns: int, value: NDArray[Any]) -> None:
        """A reading came."""
        _remember(self._readings.setdefault(sensor, {}), stamp_ns, value)

    def truth(self, stamp_ns: int, values: Mapping[str, Array]) -> None:
        """The ground truth of a stamp came."""
        _remember(self._truths, stamp_ns, values)

    def tick(self, tick: Tick) -> None:
        """A tick came."""
        self._ticks.append(tick)

    def take(self, episodes: Container[int]) -> Gathered | None:
        """The newest tick that is whole, with older ones given up; None if none is.

        Args:
            episodes: Numbers of those whose description has come; ticks of others wait.
        """
        for place in range(len(self._ticks) - 1, -1, -1):
            if self._ticks[place].episode in episodes and self._is_whole(self._ticks[place]):
                tick = self._ticks[place]
                self.skipped += place
                for _ in range(place + 1):
                    self._ticks.popleft()
                readings = {n: self._readings[n][at] for n, at in tick.stamps.items()}
                truth = self._truths[tick.stamp_ns] if self._privileged else None
                return Gathered(tick, readings, truth)
        return None

    def missing(self) -> list[str]:
        """What the oldest waiting tick still lacks."""
        if not self._ticks:
            return []
        tick = self._ticks[0]
        lacking = [n for n, at in tick.stamps.items() if at not in self._readings.get(n, {})]
        if self._privileged and tick.stamp_ns not in self._truths:
            lacking.append("ground truth")
        return lacking

    def clear(self) -> None:
        """Forget everything."""
        self._readings, self._truths = {}, {}
        self._ticks.clear()

    def _is_whole(self, tick: Tick) -> bool:
        held = all(at in self._readings.get(name, {}) for name, at in tick.stamps.items())
        return held and (not self._privileged or tick.stamp_ns in self._truths)


def _remember(store: dict[int, Any], stamp_ns: int, value: Any) -> None:
    """Keep the newest; where time fell, nothing of before is of any use."""
    if store and stamp_ns < max(store):
        store.clear()
    store[stamp_ns] = value
    while len(store) > REMEMBERED:
        del store[min(store)]
