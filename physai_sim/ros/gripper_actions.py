"""Both gripper actions of an arm: ParallelGripperCommand, and the older GripperCommand."""

from __future__ import annotations

from typing import Any

import numpy as np
from control_msgs.action import GripperCommand, ParallelGripperCommand

from physai_sim.control.gripper import (
    GripperFollower,
    GripperResult,
    GripperRules,
    GripperState,
    opening_of,
    position_of,
)
from physai_sim.core.errors import ActionError
from physai_sim.core.types import EpisodeSpec, RobotSpec
from physai_sim.messages import topics
from physai_sim.ros.goal_desk import GoalDesk
from physai_sim.ros.inbox import Desk


class GripperActions:
    """Takes goals of both actions; the newest has the gripper.

    Args:
        desk: Of the simulation.
        robot: The arm.
        spec: The episode.
        arm: The robot itself, for its fingers.
    """

    def __init__(self, desk: Desk, robot: RobotSpec, spec: EpisodeSpec, *, arm: Any) -> None:
        self._node, self._fingers = desk.node, tuple(arm.fingers)
        joints = [arm.body.joints[name] for name in self._fingers]
        self._follower = GripperFollower(
            GripperRules(float(arm.max_opening_m), float(joints[0].max_force))
        )
        space = topics.prefix(robot.name, spec).lstrip("/")
        base = f"{space}/" if space else ""
        self._parallel = GoalDesk(
            *(desk.node, ParallelGripperCommand, f"{base}gripper_controller/gripper_cmd"),
            failure=ParallelGripperCommand.Result,
        )
        self._older = GoalDesk(
            *(desk.node, GripperCommand, f"{base}gripper_action_controller/gripper_cmd"),
            failure=GripperCommand.Result,
        )

    def restart(self) -> None:
        """End what runs or waits, since the episode was reset."""
        self._end(self._follower.reset())
        for desk in (self._parallel, self._older):
            for key, _ in desk.take():
                self._refuse(desk, key, "the episode was reset")

    @property
    def is_running(self) -> bool:
        """Whether a goal has not yet ended."""
        return self._follower.is_running

    def release(self) -> None:
        """Let another kind of command have the gripper."""
        self._end(self._follower.reset("preempted by another kind of command"))

    def close(self) -> None:
        """Listen no more."""
        self.restart()
        self._parallel.close()
        self._older.close()

    def update(self, now_ns: int, body: Any) -> float | None:
        """The opening to command [m]; None while nothing was asked."""
        positions, speeds = body.joint_states()
        order = [list(body.joints).index(name) for name in self._fingers]
        opening = float(np.sum(np.asarray(positions)[order]))
        speed = float(np.sum(np.asarray(speeds)[order]))
        self._take(now_ns)
        for desk in (self._parallel, self._older):
            if desk.is_cancelled(self._follower.key):
                self._end(self._follower.cancel(opening))
        done = self._follower.update(now_ns, opening, speed)
        self._end(done.result)
        if done.state is not None:
            self._tell(done.state)
        return done.command_m

    def _take(self, now_ns: int) -> None:
        for key, request in self._parallel.take():
            told = request.command
            if len(told.position) != 1:
                self._refuse(self._parallel, key, f"{len(told.position)} positions; expected 1")
                continue
            effort = float(told.effort[0]) if len(told.effort) else 0.0
            self._accept(self._parallel, key, float(told.position[0]), effort, now_ns)
        for key, request in self._older.take():
            told = request.command
            effort = max(float(told.max_effort), 0.0)  # below 0: as much as the motors have
            self._accept(self._older, key, float(told.position), effort, now_ns)

    def _accept(
        self, desk: GoalDesk, key: bytes, position_m: float, effort_n: float, now_ns: int
    ) -> None:
        try:
            before = self._follower.accept(
                opening_of(position_m), now_ns=now_ns, effort_n=effort_n, key=key
            )
        except ActionError as error:
            self._refuse(desk, key, str(error))
        else:
            self._end(before)

    def _refuse(self, desk: GoalDesk, key: bytes, why: str) -> None:
        kind = ParallelGripperCommand if desk is self._parallel else GripperCommand
        desk.end(key, "aborted", kind.Result())
        # Results of these actions have no place for words.
        self._node.get_logger().warning(f"a goal of the gripper was aborted: {why}")

    def _end(self, ended: GripperResult | None) -> None:
        if ended is None or not isinstance(ended.key, bytes):
            return
        state = ended.state
        self._parallel.end(ended.key, ended.status, self._parallel_state(state, result=True))
        self._older.end(ended.key, ended.status, _older_state(state, result=True))

    def _tell(self, state: GripperState) -> None:
        for key in self._parallel.running():
            self._parallel.feedback(key, self._parallel_state(state, result=False))
        for key in self._older.running():
            self._older.feedback(key, _older_state(state, result=False))

    def _parallel_state(self, state: GripperState, *, result: bool) -> Any:
        kind = ParallelGripperCommand.Result if result else ParallelGripperCommand.Feedback
        told = kind()
        told.state.name = [self._fingers[0]]
        told.state.position = [position_of(state.opening_m)]
        told.state.effort = [state.effort_n]
        if result:
            told.stalled, told.reached_goal = state.stalled, state.reached_goal
        return told


def _older_state(state: GripperState, *, result: bool) -> Any:
    kind = GripperCommand.Result if result else GripperCommand.Feedback
    return kind(
        position=position_of(state.opening_m),
        effort=state.effort_n,
        stalled=state.stalled,
        reached_goal=state.reached_goal,
    )
