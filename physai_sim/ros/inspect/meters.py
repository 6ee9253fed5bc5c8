"""Rate, bandwidth and delay over a window of messages, as the tools of ROS tell them."""

from __future__ import annotations

import math
from collections import deque
from dataclasses import dataclass
from typing import Protocol

NS_PER_S = 1_000_000_000


class Meter(Protocol):
    """Takes one number of each message, and tells of them."""

    def add(self, value: int, received_ns: int) -> None:
        """Take a message's number, and when it came [ns]."""

    def report(self, now_ns: int) -> dict[str, float] | None:
        """What is known at this moment [ns]; None while that is too little."""

    @staticmethod
    def text(report: dict[str, float]) -> str:
        """The report as people read it."""


@dataclass(frozen=True, slots=True)
class _Spread:
    mean: float
    least: float
    greatest: float
    deviation: float


class RateMeter:
    """How often messages come. What is added is when a message came or was stamped [ns].

    Args:
        window: Most intervals that count.
    """

    def __init__(self, window: int) -> None:
        self._intervals: deque[int] = deque(maxlen=window)
        self._last: int | None = None

    def add(self, value: int, received_ns: int) -> None:
        """See `Meter`; a clock that jumped back begins anew."""
        if self._last is not None and value < self._last:
            self._intervals.clear()
        elif self._last is not None:
            self._intervals.append(value - self._last)
        self._last = value

    def report(self, now_ns: int) -> dict[str, float] | None:
        """See `Meter`."""
        if not self._intervals:
            return None
        spread = _spread(self._intervals)
        return {
            "rate_hz": NS_PER_S / spread.mean if spread.mean > 0 else math.inf,
            **_seconds(spread),
            "window": len(self._intervals),
        }

    @staticmethod
    def text(report: dict[str, float]) -> str:
        """See `Meter`."""
        return f"average rate: {report['rate_hz']:.3f}\n{_tail(report)}"


class DelayMeter:
    """How old messages are when they come. What is added is the age [ns].

    Args:
        window: Most messages that count.
    """

    def __init__(self, window: int) -> None:
        self._ages: deque[int] = deque(maxlen=window)

    def add(self, value: int, received_ns: int) -> None:
        """See `Meter`."""
        self._ages.append(value)

    def report(self, now_ns: int) -> dict[str, float] | None:
        """See `Meter`."""
        if not self._ages:
            return None
        spread = _spread(self._ages)
        mean_s = spread.mean / NS_PER_S
        return {"delay_s": mean_s, **_seconds(spread), "window": len(self._ages)}

    @staticmethod
    def text(report: dict[str, float]) -> str:
        """See `Meter`."""
        return f"average delay: {report['delay_s']:.3f}\n{_tail(report)}"


class BandwidthMeter:
    """How much comes. What is added is a message's size [B].

    Args:
        window: Most messages that count.
    """

    def __init__(self, window: int) -> None:
        self._sizes: deque[int] = deque(maxlen=window)
        self._times: deque[int] = deque(maxlen=window)

    def add(self, value: int, received_ns: int) -> None:
        """See `Meter`."""
        self._sizes.append(value)
        self._times.append(received_ns)

    def report(self, now_ns: int) -> dict[str, float] | None:
        """See `Meter`."""
        if len(self._sizes) < 2 or now_ns <= self._times[0]:
            return None
        spread = _spread(self._sizes)
        seconds = (now_ns - self._times[0]) / NS_PER_S
        return {
            "bytes_per_s": sum(self._sizes) / seconds,
            "mean_bytes": spread.mean,
            "min_bytes": spread.least,
            "max_bytes": spread.greatest,
            "window": len(self._sizes),
        }

    @staticmethod
    def text(report: dict[str, float]) -> str:
        """See `Meter`."""
        sizes = (f"{name}: {_bytes(report[f'{name}_bytes'])}" for name in ("mean", "min", "max"))
        return (
            f"{_bytes(report['bytes_per_s'])}/s from {report['window']} messages\n"
            f"\tMessage size {' '.join(sizes)}"
        )


def _spread(values: deque[int]) -> _Spread:
    mean = sum(values) / len(values)
    deviation = math.sqrt(sum((value - mean) ** 2 for value in values) / len(values))
    return _Spread(mean, min(values), max(values), deviation)


def _seconds(spread: _Spread) -> dict[str, float]:
    return {
        "min_s": spread.least / NS_PER_S,
        "max_s": spread.greatest / NS_PER_S,
        "std_dev_s": spread.deviation / NS_PER_S,
    }


def _tail(report: dict[str, float]) -> str:
    return (
        f"\tmin: {report['min_s']:.3f}s max: {report['max_s']:.3f}s"
        f" std dev: {report['std_dev_s']:.5f}s window: {report['window']}"
    )


def _bytes(number: float) -> str:
    """Powers of a thousand, as `ros2 topic bw` has them."""
    for unit, size in (("MB", 1e6), ("KB", 1e3)):
        if number >= size:
            return f"{number / size:.2f} {unit}"
    return f"{number:.0f} B"
