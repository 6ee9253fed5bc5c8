"""What the video of an episode says at each moment."""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from physai_sim.core.types import GRIPPER_OPENING
from physai_sim.evaluation.episode import Episode, is_car
from physai_sim.evaluation.reporting.car_charts import cars
from physai_sim.evaluation.reporting.moments import Moment

SHOWN_S = 1.5  # that an event stays in the picture


@dataclass(frozen=True, slots=True)
class Caption:
    """The words of a frame.

    Args:
        head: Time and instruction.
        readout: What the robot did: speed and steering, or its gripper.
        event: What happened just now; "" for nothing.
        is_contact: Whether that is a contact.
    """

    head: str
    readout: str = ""
    event: str = ""
    is_contact: bool = False


class Captions:
    """The words of all frames of an episode.

    Args:
        episode: The recording.
        marks: Its moments, in the order of time.
    """

    def __init__(self, episode: Episode, marks: Sequence[Moment]) -> None:
        self._episode = episode
        self._cars = cars(episode)
        self._marks = [mark for mark in marks if mark.kind != "end"]

    def at(self, stamp_ns: int) -> Caption:
        """The words at a time of the episode."""
        time_s = stamp_ns / 1e9
        mark = self._mark(time_s)
        return Caption(
            head=f"{time_s:6.2f} s   {self._episode.facts.instruction}",
            readout="   ".join(self._readouts(stamp_ns)),
            event="" if mark is None else mark.text,
            is_contact=mark is not None and mark.kind == "contact",
        )

    def _mark(self, time_s: float) -> Moment | None:
        """The newest event that is still shown; a contact is not hidden by another."""
        last = bisect_right(self._marks, time_s, key=lambda mark: mark.time_s)
        recent = [m for m in self._marks[:last] if time_s - m.time_s < SHOWN_S]
        contacts = [mark for mark in recent if mark.kind == "contact"]
        return next(reversed(contacts or recent), None)

    def _readouts(self, stamp_ns: int) -> Iterator[str]:
        row = _held(self._episode.stamps_ns, stamp_ns)
        for odometry in self._cars.values():
            if 0 <= row < len(odometry) and math.isfinite(odometry[row, 7]):
                yield f"{odometry[row, 7]:.1f} m/s"
        action = _held(self._episode.action_stamps_ns, stamp_ns)
        if action < 0 or self._episode.actions.ndim != 2:
            return
        values, start = self._episode.actions[action], 0
        for robot in self._episode.facts.robots.values():
            names = robot["action_names"]
            told = dict(zip(names, values[start : start + len(names)].tolist(), strict=False))
            start += len(names)
            yield from _steering(told, robot["wheelbase_m"]) if is_car(robot) else _gripper(told)


def _held(stamps: np.ndarray[tuple[int, ...], np.dtype[np.int64]], stamp_ns: int) -> int:
    """Row of the newest stamp until a time; -1 before the first."""
    return int(np.searchsorted(stamps, stamp_ns, side="right")) - 1


def _steering(told: dict[str, float], wheelbase_m: float | None) -> Iterator[str]:
    angle = told.get("steering_rad")
    if angle is None and wheelbase_m is not None and "curvature_per_m" in told:
        angle = math.atan(wheelbase_m * told["curvature_per_m"])
    if angle is not None and math.isfinite(angle):
        side = "left" if angle > 0 else "right"
        yield f"steering {abs(math.degrees(angle)):.1f} deg {side}"


def _gripper(told: dict[str, float]) -> Iterator[str]:
    opening = told.get(GRIPPER_OPENING)
    if opening is not None and math.isfinite(opening):
        yield f"gripper {1000.0 * opening:.0f} mm"
