"""Gripper goals in simulated time, as GripperCommand and ParallelGripperCommand ask them.

A goal is an *opening*: the distance between the fingers. GripperCommand's `position` is the way
of one finger from the middle, half the opening, as recordings of this project have it and as
MoveIt configurations of the Panda do; ParallelGripperCommand's JointState holds the position of
one finger joint, which is the same number. `opening_of` and `position_of` convert.
"""

from __future__ import annotations

import math
from collections.abc import Hashable
from dataclasses import dataclass

from physai_sim.control.trajectory_goal import Status
from physai_sim.core.errors import ActionError
from physai_sim.core.timing import NS_PER_S


def opening_of(position_m: float) -> float:
    """The opening at a position of one finger [m]."""
    return 2.0 * position_m


def position_of(opening_m: float) -> float:
    """The position of one finger at an opening [m]."""
    return opening_m / 2.0


@dataclass(frozen=True, slots=True)
class GripperRules:
    """When a gripper has arrived, and when it is held up.

    The last three have the meaning of gripper_action_controller's `goal_tolerance`,
    `stall_velocity_threshold` and `stall_timeout`.

    Args:
        max_opening_m: How far it opens [m].
        max_effort_n: Greatest force of a finger [N].
        tolerance_m: Of the opening [m].
        still_mps: The opening changes less than this where it is held up [m/s].
        stall_ns: How long it must be still for that [ns].
        timeout_ns: When a goal that neither arrives nor stalls is given up [ns].
        allow_stalling: Whether a goal that stalls has succeeded: it holds something.
    """

    max_opening_m: float
    max_effort_n: float
    tolerance_m: float = 0.002
    still_mps: float = 0.002
    stall_ns: int = NS_PER_S // 2
    timeout_ns: int = 10 * NS_PER_S
    allow_stalling: bool = True


@dataclass(frozen=True, slots=True)
class GripperState:
    """What both actions report.

    Args:
        opening_m: Between the fingers [m].
        effort_n: What the motors may push with [N].
        stalled: Whether it is held up.
        reached_goal: Whether it is where it was told to be.
    """

    opening_m: float
    effort_n: float
    stalled: bool
    reached_goal: bool


@dataclass(frozen=True, slots=True)
class GripperResult:
    """How a goal ended: its key, how an action server reports it, the state, and why."""

    key: Hashable
    status: Status
    state: GripperState
    message: str = ""


@dataclass(frozen=True, slots=True)
class GripperUpdate:
    """What one control step brought.

    Args:
        command_m: The opening to command [m]; None while nothing was ever asked.
        state: None while nothing was ever asked.
        result: Of the goal, if it ended at this stamp.
    """

    command_m: float | None
    state: GripperState | None
    result: GripperResult | None


@dataclass(slots=True)
class _Running:
    key: Hashable
    begun_ns: int
    still_since_ns: int


class GripperFollower:
    """One goal at a time for one gripper; the last opening is held for ever.

    Args:
        rules: Of the gripper.
    """

    def __init__(self, rules: GripperRules) -> None:
        self._rules = rules
        self._wanted_m: float | None = None
        self._effort_n = rules.max_effort_n
        self._running: _Running | None = None
        self._last = GripperState(0.0, 0.0, stalled=False, reached_goal=False)

    @property
    def is_running(self) -> bool:
        """Whether a goal has not yet ended."""
        return self._running is not None

    @property
    def key(self) -> Hashable:
        """Of the goal that runs; None while none does."""
        return self._running.key if self._running is not None else None

    def accept(
        self, opening_m: float, *, now_ns: int, effort_n: float = 0.0, key: Hashable = None
    ) -> GripperResult | None:
        """Take a goal.

        Args:
            opening_m: Wanted distance between the fingers [m].
            now_ns: The present stamp [ns].
            effort_n: Greatest force [N]; 0 is all that the motors have. It is reported alone: the
                fingers push with their model's force.
            key: Whatever the caller knows the goal by.

        Returns:
            How the goal before it ended, if one was running.

        Raises:
            ActionError: If a number is not finite or the opening is out of range.
        """
        limit_m = self._rules.max_opening_m
        if not -1e-4 <= opening_m <= limit_m + 1e-4:  # a number that is not finite is refused too
            expected = f"0 to {limit_m:g} m"
            raise ActionError("opening of the gripper", got=opening_m, expected=expected)
        if not (math.isfinite(effort_n) and effort_n >= 0.0):
            raise ActionError("effort of the gripper", got=effort_n, expected="0 N or more")
        preempted = self._end("aborted", self._last, "preempted by a new goal")
        self._wanted_m = min(max(opening_m, 0.0), limit_m)
        self._effort_n = min(effort_n, self._rules.max_effort_n) or self._rules.max_effort_n
        self._running = _Running(key, now_ns, now_ns)
        return preempted

    def cancel(self, here_m: float) -> GripperResult | None:
        """End the goal that runs; the fingers stay as they are [m]."""
        if self._running is None:
            return None
        self._wanted_m = here_m
        return self._end("canceled", self._last, "canceled; the fingers stay")

    def reset(self, why: str = "the episode was reset") -> GripperResult | None:
        """End the goal that runs, and ask nothing of the gripper any more."""
        self._wanted_m = None
        return self._end("aborted", self._last, why)

    def update(self, stamp_ns: int, opening_m: float, speed_mps: float) -> GripperUpdate:
        """Take a control step.

        Args:
            stamp_ns: The present stamp [ns].
            opening_m: Between the fingers now [m].
            speed_mps: At which that changes [m/s].
        """
        if self._wanted_m is None:
            return GripperUpdate(None, None, None)
        reached = abs(opening_m - self._wanted_m) <= self._rules.tolerance_m
        stalled = self._is_stalled(stamp_ns, speed_mps) and not reached
        state = GripperState(opening_m, self._effort_n, stalled=stalled, reached_goal=reached)
        self._last = state
        return GripperUpdate(self._wanted_m, state, self._judged(stamp_ns, state))

    def _is_stalled(self, stamp_ns: int, speed_mps: float) -> bool:
        goal = self._running
        if goal is None:
            return self._last.stalled
        if abs(speed_mps) > self._rules.still_mps:
            goal.still_since_ns = stamp_ns
        return stamp_ns - goal.still_since_ns >= self._rules.stall_ns

    def _judged(self, stamp_ns: int, state: GripperState) -> GripperResult | None:
        goal = self._running
        if goal is None:
            return None
        if state.reached_goal:
            return self._end("succeeded", state, "")
        if state.stalled:
            status: Status = "succeeded" if self._rules.allow_stalling else "aborted"
            return self._end(status, state, f"held up at an opening of {state.opening_m:.4f} m")
        if stamp_ns - goal.begun_ns >= self._rules.timeout_ns:
            seconds = self._rules.timeout_ns / NS_PER_S
            return self._end("aborted", state, f"neither arrived nor held up in {seconds:g} s")
        return None

    def _end(self, status: Status, state: GripperState, message: str) -> GripperResult | None:
        goal, self._running = self._running, None
        return GripperResult(goal.key, status, state, message) if goal is not None else None
