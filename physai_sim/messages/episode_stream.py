"""An episode as messages: what was sensed, commanded and true, for bags and for live topics alike.

The caller says what becomes of each message; the order is that of `datasets.sink.EpisodeSink`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from physai_sim.core.geometry import Array, Pose
from physai_sim.core.timing import NS_PER_S
from physai_sim.core.truth import BodyInfo, EpisodeTruth, Outcome, StepTruth
from physai_sim.core.types import EpisodeSpec, Provenance
from physai_sim.messages import actions, episode, labels, parts, sensors, topics, truth
from physai_sim.messages.parts import Make
from physai_sim.messages.topics import MAP_FRAME, ODOM_FRAME, Topic

START_NS = NS_PER_S
"""Stamp of the first instant: to ROS a stamp of zero means "no time yet"."""

Write = Callable[[Topic, int, object], None]
"""Takes a topic, a stamp [ns] and the message."""


class EpisodeStream:
    """Turns the instants of an episode into messages.

    Args:
        spec: The episode.
        make: Maker of messages.
        write: Called with each message.
        start_ns: Stamp of the episode's first instant [ns].
        raw_images: Whether colour images go raw rather than as JPEG.
        number: Of the episode since the stream began, from 0.
        commands: Whether actions also go as standard commands, which live topics bring instead.
    """

    def __init__(
        self,
        spec: EpisodeSpec,
        make: Make,
        write: Write,
        *,
        start_ns: int = START_NS,
        raw_images: bool = False,
        number: int = 0,
        commands: bool = True,
    ) -> None:
        self._spec, self._make, self._sink = spec, make, write
        self._start_ns, self._raw, self._commands = start_ns, raw_images, commands
        self._number = number
        self._infos: Mapping[str, BodyInfo] = {}
        self._speeds = dict.fromkeys(spec.robots, 0.0)

    def topics(self) -> list[Topic]:
        """All topics that messages may go to."""
        spec, found = self._spec, list(topics.SINGLE)
        for sensor in spec.sensors.values():
            found.append(topics.sensor_topic(sensor, spec, raw_images=self._raw))
            if sensor.camera is not None:
                found.append(topics.camera_info_topic(sensor, spec))
            if sensor.labels:
                found.append(topics.labels_topic(sensor, spec))
        for name, robot in spec.robots.items():
            found += [topics.robot_description(name, spec), topics.true_odometry(name)]
            if self._commands:
                found += topics.command_topics(robot, spec)
            if robot.action_kind in ("joint_delta", "end_effector_delta"):
                found.append(topics.true_tool(name))
        return found

    def start(
        self,
        facts: EpisodeTruth,
        provenance: Provenance,
        *,
        descriptions: Mapping[str, str],
        fixed_bases: Mapping[str, tuple[str, Pose]],
    ) -> None:
        """Write what holds for the whole episode.

        Args:
            facts: Its ground truth.
            provenance: Where it comes from.
            descriptions: URDF text of each robot, by name.
            fixed_bases: Base link and pose of each robot that cannot move, by name.
        """
        self._infos, spec = facts.bodies, self._spec
        self._write(
            topics.EPISODE,
            0,
            episode.episode_message(self._make, spec, facts, provenance, number=self._number),
        )
        self._write(
            topics.ROUTE, 0, episode.route_message(self._make, facts.route, self._start_ns)
        )
        static = episode.static_transforms(self._make, spec, dict(fixed_bases), self._start_ns)
        self._write(topics.TF_STATIC, 0, static)
        self._labels()
        for name, text in descriptions.items():
            message = self._make("std_msgs/msg/String", data=text)
            self._write(topics.robot_description(name, spec), 0, message)

    def _labels(self) -> None:
        for sensor in self._spec.sensors.values():
            if sensor.labels:
                names = labels.labels_message(self._make, sensor)
                self._write(topics.labels_topic(sensor, self._spec), 0, names)

    def reading(self, sensor_name: str, at_ns: int, value: sensors.Reading) -> None:
        """Write one reading of a sensor, with what belongs to it (camera_info, odom -> base)."""
        spec, sensor = self._spec, self._spec.sensors[sensor_name]
        message = sensors.reading_message(
            self._make, sensor, at_ns + self._start_ns, value, raw_images=self._raw
        )
        topic = topics.sensor_topic(sensor, spec, raw_images=self._raw)
        self._write(topic, at_ns, message)
        if sensor.camera is not None:
            info = sensors.camera_info(self._make, sensor, sensor.camera, at_ns + self._start_ns)
            self._write(topics.camera_info_topic(sensor, spec), at_ns, info)
        if sensor.kind == "odometry":
            x, y, z, qx, qy, qz, qw = (float(v) for v in value[:7])
            here = Pose((x, y, z), (qx, qy, qz, qw))
            moved = parts.transform(
                self._make, at_ns + self._start_ns, here, parent=ODOM_FRAME, child=sensor.frame
            )
            self._write(topics.TF, at_ns, self._make("tf2_msgs/msg/TFMessage", transforms=[moved]))

    def truth(self, now: StepTruth) -> None:
        """Write the ground truth of one control stamp, and the clock."""
        at_ns = now.stamp_ns
        stamp = at_ns + self._start_ns
        clock = self._make("rosgraph_msgs/msg/Clock", clock=parts.stamp(self._make, stamp))
        self._write(topics.CLOCK, at_ns, clock)
        bodies = truth.bodies_message(self._make, stamp, now.bodies, self._infos)
        self._write(topics.BODIES, at_ns, bodies)
        self._write(
            topics.CONTACTS, at_ns, truth.contacts_message(self._make, stamp, now.contacts)
        )
        self._write(topics.REWARD, at_ns, self._make("std_msgs/msg/Float64", data=now.reward))
        self._write(topics.SUCCESS, at_ns, self._make("std_msgs/msg/Bool", data=now.is_success))
        self._write(
            topics.PRIVILEGED, at_ns, truth.privileged_message(self._make, stamp, now.privileged)
        )
        for name, robot in self._spec.robots.items():
            self._speeds[name] = now.bodies[name].forward_mps
            exact = truth.odometry_message(
                self._make, stamp, now.bodies[name], child=robot.base_frame
            )
            self._write(topics.true_odometry(name), at_ns, exact)
        for name, tool in now.end_effectors.items():
            head = parts.header(self._make, stamp, MAP_FRAME)
            message = self._make(
                "geometry_msgs/msg/PoseStamped", header=head, pose=parts.pose(self._make, tool)
            )
            self._write(topics.true_tool(name), at_ns, message)

    def action(self, at_ns: int, values: Array) -> None:
        """Write the action that holds from a stamp on: exactly, and as standard commands."""
        spec, start = self._spec, 0
        names = [name for robot in spec.robots.values() for name in robot.action_names]
        exact = parts.values(self._make, at_ns + self._start_ns, values.tolist(), names=names)
        self._write(topics.ACTION, at_ns, exact)
        for robot in spec.robots.values() if self._commands else ():
            size = len(robot.action_names)
            messages = actions.command_messages(
                self._make,
                robot,
                at_ns + self._start_ns,
                values[start : start + size],
                control_hz=spec.control_hz,
                speed_mps=self._speeds[robot.name],
            )
            for topic, message in zip(topics.command_topics(robot, spec), messages, strict=True):
                self._write(topic, at_ns, message)
            start += size

    def end(self, at_ns: int, outcome: Outcome) -> None:
        """Write how the episode ended."""
        self._write(topics.OUTCOME, at_ns, episode.outcome_message(self._make, outcome))

    def _write(self, topic: Topic, at_ns: int, message: object) -> None:
        self._sink(topic, at_ns + self._start_ns, message)
