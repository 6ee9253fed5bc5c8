"""Sends a policy's action chunk for the joints of an arm as one trajectory.

The trajectory is stamped with the observation, and point k is what is commanded from k / hz later
on: the arm plays the chunk by time, and one that gets it late skips what is over.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from rclpy.node import Node

from physai_sim.control.trajectory import chunk_points
from physai_sim.core.geometry import Array
from physai_sim.core.types import ActionChunk, EpisodeSpec, RobotSpec
from physai_sim.messages import parts, topics
from physai_sim.ros.make import make, message_class
from physai_sim.ros.profiles import rclpy_profile


class ChunkTopics:
    """Publishers of trajectories, one for each arm whose actions are steps of its joints.

    Args:
        node: Whose they are.
        spec: The episode.
    """

    def __init__(self, node: Node, spec: EpisodeSpec) -> None:
        self._node, self._spec = node, spec
        self._wishes: dict[str, Array] = {}
        self._leading: set[str] = set()
        self._publishers = {
            robot.name: node.create_publisher(
                message_class(topics.trajectory_topic(robot, spec).type_name),
                topics.trajectory_topic(robot, spec).name.lstrip("/"),
                rclpy_profile(topics.trajectory_topic(robot, spec).qos),
            )
            for robot in spec.robots.values()
            if robot.action_kind == "joint_delta" and _sensor(spec, robot) is not None
        }

    def restart(self) -> None:
        """Begin an episode: the arm's joints are where they are."""
        self._wishes, self._leading = {}, set()

    def leads(self, robot: str) -> bool:
        """Whether the joints of a robot follow a trajectory of ours, and need no jogs."""
        return robot in self._leading

    def publish(self, chunk: ActionChunk, stamp_ns: int, readings: Any) -> int:
        """Publish what a chunk holds for the arms; gives how many messages that took.

        Args:
            chunk: Of all robots, shape (K, A); of a single action, it is left to jogs.
            stamp_ns: Of the observation, in simulated time [ns].
            readings: Of that observation.
        """
        self._leading = set(self._publishers) if len(chunk.actions) > 1 else set()
        start = 0
        for robot in self._spec.robots.values():
            size = len(robot.action_names)
            if robot.name in self._leading:
                count = size - robot.has_gripper
                steps = np.asarray(chunk.actions)[:, start : start + count]
                self._send(robot, chunk.hz, steps, stamp_ns, readings)
            start += size
        return len(self._leading)

    def close(self) -> None:
        """Take all of them off the topics."""
        for publisher in self._publishers.values():
            self._node.destroy_publisher(publisher)

    def _send(self, robot: RobotSpec, hz: int, steps: Array, stamp_ns: int, readings: Any) -> None:
        count = steps.shape[1]
        here = np.asarray(readings[_sensor(self._spec, robot)][:count], dtype=np.float64)
        # Steps are added to what was wished, as the robot itself does, and not to where it sags.
        path = self._wishes.get(robot.name, here) + np.cumsum(steps, axis=0)
        self._wishes[robot.name] = path[-1]
        points = [
            make(
                "trajectory_msgs/msg/JointTrajectoryPoint",
                positions=list(point.positions),
                time_from_start=_duration(point.time_ns),
            )
            for point in chunk_points(ActionChunk(stamp_ns, hz, path))
        ]
        head = parts.header(make, stamp_ns, "")
        names = list(robot.joint_names[:count])
        topic = topics.trajectory_topic(robot, self._spec)
        self._publishers[robot.name].publish(
            make(topic.type_name, header=head, joint_names=names, points=points)
        )


def _duration(nanoseconds: int) -> Any:
    sec, nanosec = divmod(nanoseconds, 1_000_000_000)
    return make("builtin_interfaces/msg/Duration", sec=sec, nanosec=nanosec)


def _sensor(spec: EpisodeSpec, robot: RobotSpec) -> str | None:
    """The sensor that reads the joints of a robot."""
    for sensor in spec.sensors.values():
        if sensor.kind == "joint_state" and sensor.body == robot.name:
            return sensor.name
    return None
