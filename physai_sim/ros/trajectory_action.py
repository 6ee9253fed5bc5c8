"""FollowJointTrajectory for an arm, its topic, and the state that controllers publish."""

from __future__ import annotations

import threading
from typing import Any

import numpy as np
from control_msgs.action import FollowJointTrajectory
from control_msgs.msg import JointTrajectoryControllerState
from trajectory_msgs.msg import JointTrajectory

from physai_sim.control.tolerances import JointTolerance
from physai_sim.control.trajectory import ErrorCode, JointMotion, TrajectoryError, TrajectoryPoint
from physai_sim.control.trajectory_follower import TrajectoryFollower
from physai_sim.control.trajectory_goal import Feedback, GoalResult, TrajectoryGoal
from physai_sim.control.trajectory_rules import JointRules
from physai_sim.core.geometry import Array
from physai_sim.core.timing import NS_PER_S
from physai_sim.core.types import EpisodeSpec, RobotSpec
from physai_sim.messages import parts, topics
from physai_sim.ros.goal_desk import GoalDesk
from physai_sim.ros.inbox import Desk
from physai_sim.ros.live_topics import live_name
from physai_sim.ros.make import make


class TrajectoryAction:
    """Takes goals and trajectories, and gives the joints their targets step by step.

    Args:
        desk: Of the simulation.
        robot: The arm.
        spec: The episode.
        arm: The robot itself, for its joints and limits.
    """

    def __init__(self, desk: Desk, robot: RobotSpec, spec: EpisodeSpec, *, arm: Any) -> None:
        self._desk, self._names = desk, tuple(arm.joints)
        joints = [arm.body.joints[name] for name in self._names]
        rules = JointRules(
            self._names,
            np.array([joint.lower for joint in joints]),
            np.array([joint.upper for joint in joints]),
            allow_partial=True,
        )
        self._follower = TrajectoryFollower(rules, period_ns=NS_PER_S // desk.control_hz)
        topic = topics.trajectory_topic(robot, spec)
        base = live_name(topic.name).rpartition("/")[0]
        node = desk.node
        self._goals = GoalDesk(
            *(node, FollowJointTrajectory, f"{base}/follow_joint_trajectory"),
            failure=FollowJointTrajectory.Result,
        )
        self._lock = threading.Lock()
        self._streamed: JointTrajectory | None = None
        self._subscription = node.create_subscription(
            JointTrajectory, live_name(topic.name), self._on_trajectory, 10
        )
        self._topic = self._subscription.topic_name
        self._state = node.create_publisher(
            JointTrajectoryControllerState, f"{base}/controller_state", 10
        )

    def restart(self) -> None:
        """End what runs, since the episode was reset."""
        with self._lock:
            self._streamed = None
        self._end(self._follower.reset())
        for key, _ in self._goals.take():
            reason = "the episode was reset"
            self._end(GoalResult(key, "aborted", ErrorCode.INVALID_GOAL, reason))

    def release(self) -> None:
        """Let another kind of command have the joints."""
        self._end(self._follower.release())

    def close(self) -> None:
        """Listen no more."""
        self.restart()
        self._goals.close()
        self._desk.node.destroy_subscription(self._subscription)
        self._desk.node.destroy_publisher(self._state)

    def update(self, now_ns: int, body: Any) -> Array | None:
        """Where the joints are to be at the next stamp, shape (J,) [rad]; None: nothing asked."""
        states = body.joint_states()
        count = len(self._names)
        here, speeds = np.array(states[0][:count]), np.array(states[1][:count])
        self._take(now_ns, here)
        if self._goals.is_cancelled(self._follower.key):
            self._end(self._follower.cancel(now_ns=now_ns, here=here))
        done = self._follower.update(now_ns, here, speeds)
        self._end(done.result)
        if done.feedback is not None:
            self._tell(now_ns, done.feedback)
        return done.command

    def _take(self, now_ns: int, here: Array) -> None:
        for key, request in self._goals.take():
            self._accept(self._goal(request, key), now_ns, here)
        with self._lock:
            streamed, self._streamed = self._streamed, None
        if streamed is not None:
            self._accept(_plain_goal(streamed), now_ns, here)

    def _accept(self, goal: TrajectoryGoal, now_ns: int, here: Array) -> None:
        try:
            self._end(self._follower.accept(goal, now_ns=now_ns, here=here))
        except TrajectoryError as error:
            if goal.key is None:
                self._desk.diagnostics.refused(self._topic, "wrong_shape")
                what = f"{self._topic}: a trajectory was refused: {error}"
                self._desk.node.get_logger().warning(what, throttle_duration_sec=1.0)
            else:
                self._end(GoalResult(goal.key, "aborted", error.code, str(error)))

    def _end(self, ended: GoalResult | None) -> None:
        if ended is None or not isinstance(ended.key, bytes):
            return
        result = FollowJointTrajectory.Result()
        result.error_code, result.error_string = int(ended.code), ended.message
        self._goals.end(ended.key, ended.status, result)

    def _tell(self, now_ns: int, feedback: Feedback) -> None:
        head = parts.header(make, now_ns, "")
        desired, actual, error = (
            _point(motion) for motion in (feedback.desired, feedback.actual, feedback.error)
        )
        names = list(self._names)
        self._state.publish(
            JointTrajectoryControllerState(
                header=head, joint_names=names, reference=desired, feedback=actual, error=error
            )
        )
        message = FollowJointTrajectory.Feedback(
            header=head, joint_names=names, desired=desired, actual=actual, error=error
        )
        for key in self._goals.running():
            self._goals.feedback(key, message)

    def _on_trajectory(self, message: Any) -> None:
        with self._lock:
            if self._streamed is not None:
                self._desk.diagnostics.dropped()
            self._streamed = message
        stamp_ns = parts.stamp_ns(message.header.stamp)
        now_ns = self._desk.now_ns()
        if stamp_ns:
            self._desk.diagnostics.accepted(stamp_ns=stamp_ns, now_ns=now_ns)
            if self._desk.barrier is not None:
                self._desk.barrier.command(self._topic, stamp_ns=stamp_ns)

    def _goal(self, request: Any, key: bytes) -> TrajectoryGoal:
        plain = _plain_goal(request.trajectory)
        time = request.goal_time_tolerance
        return TrajectoryGoal(
            plain.names,
            plain.points,
            plain.start_ns,
            _tolerances(request.path_tolerance),
            _tolerances(request.goal_tolerance),
            parts.stamp_ns(time),
            key,
        )


def _plain_goal(message: Any) -> TrajectoryGoal:
    points = [
        TrajectoryPoint(
            parts.stamp_ns(point.time_from_start),
            tuple(point.positions),
            tuple(point.velocities),
            tuple(point.accelerations),
        )
        for point in message.points
    ]
    return TrajectoryGoal(tuple(message.joint_names), points, parts.stamp_ns(message.header.stamp))


def _tolerances(items: Any) -> dict[str, JointTolerance]:
    return {item.name: JointTolerance(item.position, item.velocity) for item in items}


def _point(motion: JointMotion) -> Any:
    return make(
        "trajectory_msgs/msg/JointTrajectoryPoint",
        positions=motion.positions,
        velocities=motion.velocities,
        accelerations=motion.accelerations,
    )
