"""The topics that a policy node listens to and speaks on, made from an episode's description."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from rclpy.node import Node
from rclpy.qos import qos_profile_sensor_data

from physai_sim.core.geometry import Array
from physai_sim.core.types import ActionChunk, EpisodeSpec
from physai_sim.messages import actions, parts, sensors, topics, truth
from physai_sim.ros.chunk_topics import ChunkTopics
from physai_sim.ros.live_topics import SIM
from physai_sim.ros.make import make, message_class
from physai_sim.ros.profiles import rclpy_profile, wanted_as_offered

OnReading = Callable[[str, int, Any], None]
OnTruth = Callable[[int, Any], None]


class PolicyTopics:
    """Subscriptions of all sensors, publishers of all commands.

    Args:
        node: Whose they are.
        spec: The episode.
        simulation: Name of the node that owns the world.
        reliable: Whether every reading must arrive, as lock-step needs.
        on_reading: Called with sensor, stamp [ns] and reading.
        on_truth: Called with stamp [ns] and the task's ground truth; None: it is not listened to.
    """

    def __init__(
        self,
        node: Node,
        spec: EpisodeSpec,
        simulation: str,
        *,
        reliable: bool,
        on_reading: OnReading,
        on_truth: OnTruth | None,
    ) -> None:
        self._node, self._spec = node, spec
        self._heard = []
        for sensor in spec.sensors.values():
            topic = topics.sensor_topic(sensor, spec, raw_images=True)
            name = topic.name.lstrip("/")
            heard = node.create_subscription(
                message_class(topic.type_name),
                name,
                partial(self._on_message, sensor, on_reading),
                wanted_as_offered(node, name, topic.qos) if reliable else qos_profile_sensor_data,
            )
            self._heard.append(heard)
        if on_truth is not None:
            name = private_name(topics.PRIVILEGED.name, simulation)
            heard = node.create_subscription(
                message_class(topics.PRIVILEGED.type_name),
                name,
                lambda m: on_truth(parts.stamp_ns(m.header.stamp), truth.privileged_from(m)),
                wanted_as_offered(node, name, topics.PRIVILEGED.qos),
            )
            self._heard.append(heard)
        self._commands = {
            topic.name: node.create_publisher(
                message_class(topic.type_name), topic.name.lstrip("/"), rclpy_profile(topic.qos)
            )
            for robot in spec.robots.values()
            for topic in topics.command_topics(robot, spec)
        }
        self._chunks = ChunkTopics(node, spec)

    def command(
        self,
        action: Array,
        stamp_ns: int,
        readings: Any,
        *,
        chunk: ActionChunk | None = None,
    ) -> int:
        """Publish an action as standard commands; gives how many messages that took.

        Args:
            action: Of all robots, shape (A,).
            stamp_ns: Of the observation that it answers, in simulated time [ns].
            readings: Of that observation, for the speed of a car and the joints of an arm.
            chunk: What the policy was asked for, where it was; of several actions of an arm's
                joints, it goes out at once as one trajectory.
        """
        start = 0
        count = self._chunks.publish(chunk, stamp_ns, readings) if chunk is not None else 0
        for robot in self._spec.robots.values():
            size = len(robot.action_names)
            messages = actions.command_messages(
                make,
                robot,
                stamp_ns,
                action[start : start + size],
                control_hz=self._spec.control_hz,
                speed_mps=_speed(self._spec, robot.name, readings),
            )
            told = list(zip(topics.command_topics(robot, self._spec), messages, strict=True))
            for topic, message in told[1:] if self._chunks.leads(robot.name) else told:
                self._commands[topic.name].publish(message)
                count += 1
            start += size
        return count

    def restart(self) -> None:
        """Begin an episode."""
        self._chunks.restart()

    def close(self) -> None:
        """Take everything off the topics."""
        for heard in self._heard:
            self._node.destroy_subscription(heard)
        for publisher in self._commands.values():
            self._node.destroy_publisher(publisher)
        self._chunks.close()

    def _on_message(self, sensor: Any, on_reading: OnReading, message: Any) -> None:
        stamp_ns = parts.stamp_ns(message.header.stamp)
        on_reading(sensor.name, stamp_ns, sensors.reading_from(sensor, message))


def private_name(name: str, simulation: str) -> str:
    """A private topic of the simulation as another node in its namespace calls it."""
    return f"{simulation}/{name.removeprefix(SIM)}"


def _speed(spec: EpisodeSpec, robot: str, readings: Any) -> float:
    """Forward speed of a car by its odometry [m/s]; 0 where it has none."""
    for sensor in spec.sensors.values():
        if sensor.kind == "odometry" and sensor.body == robot and sensor.name in readings:
            return float(readings[sensor.name][7])
    return 0.0
