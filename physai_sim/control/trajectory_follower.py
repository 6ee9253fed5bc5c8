"""Follows one joint trajectory after another in simulated time, as FollowJointTrajectory asks.

Legend: J joints.
"""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass

from physai_sim.control.timeline import Timeline
from physai_sim.control.tolerances import GoalBounds, Tolerances, bounds_of, violation
from physai_sim.control.trajectory import ErrorCode, JointMotion, TrajectoryError
from physai_sim.control.trajectory_goal import (
    Feedback,
    GoalResult,
    Status,
    TrajectoryGoal,
    Update,
)
from physai_sim.control.trajectory_rules import JointRules, checked_trajectory
from physai_sim.core.geometry import Array


@dataclass(frozen=True, slots=True)
class _Running:
    key: Hashable
    start_ns: int
    end_ns: int
    bounds: GoalBounds


_IDLE = Update(None, None, None)


class TrajectoryFollower:
    """One goal at a time for the joints of one arm.

    A goal begins at its stamp: at once, later, or midway where the stamp is past. A new goal ends
    the one before at once, whose motion goes on until the new one begins. Afterwards, after a
    cancel and where a tolerance is broken, the joints stand, until `release` or a new goal.

    Args:
        rules: The joints.
        period_ns: Of the control steps: a command says where to be one period later [ns].
        tolerances: Of goals that say nothing of them.
    """

    def __init__(
        self, rules: JointRules, *, period_ns: int, tolerances: Tolerances | None = None
    ) -> None:
        self._rules, self._period_ns = rules, period_ns
        self._defaults = tolerances or Tolerances()
        self._timeline = Timeline(rules.names)
        self._running: _Running | None = None

    @property
    def is_running(self) -> bool:
        """Whether a goal has not yet ended."""
        return self._running is not None

    @property
    def key(self) -> Hashable:
        """Of the goal that runs; None while none does."""
        return self._running.key if self._running is not None else None

    def accept(self, goal: TrajectoryGoal, *, now_ns: int, here: Array) -> GoalResult | None:
        """Take a goal.

        Args:
            goal: What is asked.
            now_ns: The present stamp [ns].
            here: Where the joints are, shape (J,) [rad].

        Returns:
            How the goal before it ended, if one was running.

        Raises:
            TrajectoryError: If the goal is refused; the one that runs goes on.
        """
        trajectory = checked_trajectory(self._rules, goal.names, goal.points, here=here)
        start_ns = goal.start_ns or now_ns
        if start_ns + trajectory.end_ns < now_ns:
            raise TrajectoryError(
                ErrorCode.OLD_HEADER_TIMESTAMP,
                "all points of the trajectory are past",
                where="header.stamp",
                got=f"{start_ns + trajectory.end_ns} ns at the last point",
                expected=f"at least the present {now_ns} ns",
            )
        bounds = bounds_of(
            self._rules.names,
            self._defaults,
            path=goal.path_tolerance,
            goal=goal.goal_tolerance,
            time_ns=goal.goal_time_ns,
        )
        preempted = self._end("aborted", ErrorCode.INVALID_GOAL, "preempted by a new goal")
        if self._timeline.is_empty:
            self._timeline.hold(here, stamp_ns=now_ns)
        self._timeline.add(trajectory, start_ns=start_ns, now_ns=now_ns)
        end_ns = start_ns + trajectory.end_ns
        self._running = _Running(goal.key, max(start_ns, now_ns), end_ns, bounds)
        return preempted

    def cancel(self, *, now_ns: int, here: Array) -> GoalResult | None:
        """End the goal that runs, and let the joints stand where they are, shape (J,) [rad]."""
        if self._running is None:
            return None
        self._timeline.hold(here, stamp_ns=now_ns)
        return self._end("canceled", ErrorCode.SUCCESSFUL, "canceled; the joints hold")

    def reset(self, why: str = "the episode was reset") -> GoalResult | None:
        """End the goal that runs, and ask nothing of the joints any more."""
        self._timeline.clear()
        return self._end("aborted", ErrorCode.INVALID_GOAL, why)

    def release(self) -> GoalResult | None:
        """Let another kind of command have the joints; ends the goal that runs."""
        return self.reset("preempted by another kind of command")

    def update(self, stamp_ns: int, positions: Array, velocities: Array) -> Update:
        """Take a control step.

        Args:
            stamp_ns: The present stamp, which never falls without a `reset` [ns].
            positions: Of the joints, shape (J,) [rad].
            velocities: Of the joints, shape (J,) [rad/s].
        """
        if self._timeline.is_empty:
            return _IDLE
        self._timeline.forget_before(stamp_ns)
        desired = self._timeline.sample(stamp_ns)
        feedback = _feedback(desired, positions, velocities)
        result = self._judged(stamp_ns, feedback)
        if result is not None and result.status == "aborted":
            self._timeline.hold(positions, stamp_ns=stamp_ns)
        command = self._timeline.sample(stamp_ns + self._period_ns).positions
        return Update(command, feedback, result)

    def _judged(self, stamp_ns: int, feedback: Feedback) -> GoalResult | None:
        """Hold the error against the tolerances; end the goal where that decides it."""
        goal, names = self._running, self._rules.names
        if goal is None or stamp_ns < goal.start_ns:
            return None
        if stamp_ns < goal.end_ns:
            fault = violation(names, feedback.error, goal.bounds.path)
            code = ErrorCode.PATH_TOLERANCE_VIOLATED
            return self._end("aborted", code, f"on the path: {fault}") if fault else None
        fault = violation(names, feedback.error, goal.bounds.goal)
        if fault is None:
            return self._end("succeeded", ErrorCode.SUCCESSFUL, "")
        limit_ns, late_ns = goal.bounds.time_ns, stamp_ns - goal.end_ns
        if limit_ns is None or late_ns <= limit_ns:
            return None
        what = f"at the goal, {late_ns / 1e9:.3f} s after its end: {fault}"
        return self._end("aborted", ErrorCode.GOAL_TOLERANCE_VIOLATED, what)

    def _end(self, status: Status, code: ErrorCode, message: str) -> GoalResult | None:
        goal, self._running = self._running, None
        return GoalResult(goal.key, status, code, message) if goal is not None else None


def _feedback(desired: JointMotion, positions: Array, velocities: Array) -> Feedback:
    actual = JointMotion(positions.copy(), velocities.copy(), positions * 0.0)
    error = JointMotion(
        desired.positions - positions, desired.velocities - velocities, desired.accelerations
    )
    return Feedback(desired, actual, error)
