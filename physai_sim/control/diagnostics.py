"""The health of a live simulation as plain statuses: what /diagnostics says once a second."""

from __future__ import annotations

import threading
import time
from collections import Counter, OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import IntEnum

from physai_sim.control.safety import Reason
from physai_sim.control.window import Window

# Of the pace that was asked; below it a person should know.
SLOW_SHARE = 0.95
REMEMBERED_STAMPS = 1024


class Level(IntEnum):
    """Source: diagnostic_msgs/msg/DiagnosticStatus."""

    OK = 0
    WARN = 1
    ERROR = 2
    STALE = 3


@dataclass(frozen=True, slots=True)
class Status:
    """One entry of /diagnostics.

    Args:
        name: Of the part that it is about.
        level: How it is.
        message: In a few words.
        values: Figures as text, by name with unit.
    """

    name: str
    level: Level
    message: str
    values: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Pace:
    """How simulated time runs: factor asked (0 unpaced) and measured, ticks too late so far."""

    wanted: float
    measured: float | None
    overruns: int


class Diagnostics:
    """Counts what happens and tells it; safe for use by several threads.

    Args:
        sensors: Rate of each sensor in simulated time by its name [Hz].
        facts: What holds for the whole run, such as the seed and the renderer.
        wall_ns: The wall clock [ns].
    """

    def __init__(
        self,
        sensors: Mapping[str, int],
        *,
        facts: Mapping[str, str],
        wall_ns: Callable[[], int] = time.monotonic_ns,
    ) -> None:
        self._wall_ns, self._lock = wall_ns, threading.Lock()
        self._nominal, self.facts = dict(sensors), dict(facts)
        self._readings = {name: Window() for name in sensors}
        self._simulated_ms, self._wall_ms = Window(), Window()
        self._published: OrderedDict[int, int] = OrderedDict()
        self._refused: Counter[str] = Counter()
        self._faults: dict[str, str] = {}
        self._accepted = self._dropped = 0
        self._told: tuple[int, int, int] = (0, 0, 0)

    def published(self, stamp_ns: int) -> None:
        """The observation of a stamp goes out now; latencies count from here."""
        with self._lock:
            self._published[stamp_ns] = self._wall_ns()
            if len(self._published) > REMEMBERED_STAMPS:
                self._published.popitem(last=False)

    def reading(self, sensor: str) -> None:
        """A sensor's reading goes out now."""
        with self._lock:
            self._readings.setdefault(sensor, Window()).add(1.0, at_ns=self._wall_ns())

    def accepted(self, *, stamp_ns: int, now_ns: int) -> None:
        """A command that answers the observation of `stamp_ns` takes effect at `now_ns`."""
        with self._lock:
            wall_ns = self._wall_ns()
            self._accepted += 1
            self._simulated_ms.add((now_ns - stamp_ns) / 1e6, at_ns=wall_ns)
            if stamp_ns in self._published:
                wall_ms = (wall_ns - self._published[stamp_ns]) / 1e6
                self._wall_ms.add(wall_ms, at_ns=wall_ns)

    def refused(self, topic: str, reason: Reason) -> None:
        """A command was refused."""
        with self._lock:
            self._refused[f"{topic} {reason}"] += 1

    def dropped(self, count: int = 1) -> None:
        """Commands were replaced by newer ones before they took effect."""
        with self._lock:
            self._dropped += count

    def set_fault(self, name: str, message: str | None) -> None:
        """Something is wrong until it is set to None again, such as a policy that raised."""
        with self._lock:
            self._faults.pop(name, None)
            if message is not None:
                self._faults[name] = message

    def statuses(self, pace: Pace) -> list[Status]:
        """Everything as it is now; counts are since the start, warnings since the last call."""
        with self._lock:
            now_ns = self._wall_ns()
            found = [
                self._pace(pace),
                self._commands(),
                self._latency(now_ns),
                self._sensors(now_ns),
            ]
            self._told = (pace.overruns, self._refused.total(), self._dropped)
            faults = [Status(name, Level.ERROR, text) for name, text in self._faults.items()]
            return found + faults

    def _pace(self, pace: Pace) -> Status:
        new = pace.overruns - self._told[0]
        measured, slow = pace.measured, False
        if measured is not None:
            slow = pace.wanted > 0.0 and measured < SLOW_SHARE * pace.wanted
        words = [f"{new} ticks too late"] if new else []
        words += [f"at {measured:.2f} of real time"] if slow else []
        values = {
            "real_time_factor": "" if measured is None else f"{measured:.3f}",
            "real_time_factor_wanted": f"{pace.wanted:g}",
            "tick_overruns": str(pace.overruns),
            **self.facts,
        }
        level = Level.WARN if words else Level.OK
        return Status("simulation", level, ", ".join(words) or "running", values)

    def _commands(self) -> Status:
        refused, dropped = self._refused.total(), self._dropped
        new_refused, new_dropped = refused - self._told[1], dropped - self._told[2]
        words = [f"{new_refused} refused"] if new_refused else []
        words += [f"{new_dropped} dropped"] if new_dropped else []
        values = {
            "accepted": str(self._accepted),
            "dropped": str(dropped),
            "refused": str(refused),
            **{f"refused {name}": str(count) for name, count in sorted(self._refused.items())},
        }
        level = Level.WARN if words else Level.OK
        return Status("commands", level, ", ".join(words) or "all taken", values)

    def _latency(self, now_ns: int) -> Status:
        values = {}
        for kind, window in (("simulated", self._simulated_ms), ("wall", self._wall_ms)):
            if (both := window.median_and_max(now_ns)) is not None:
                values[f"{kind}_median_ms"], values[f"{kind}_max_ms"] = (f"{v:.3f}" for v in both)
        message = "sensor to command" if values else "no commands in the last second"
        return Status("latency", Level.OK, message, values)

    def _sensors(self, now_ns: int) -> Status:
        values = {}
        for name, window in self._readings.items():
            values[f"{name}_hz"] = f"{window.per_second(now_ns):.1f}"
            if name in self._nominal:
                values[f"{name}_nominal_hz"] = str(self._nominal[name])
        return Status("sensors", Level.OK, f"{len(self._readings)} sensors", values)
