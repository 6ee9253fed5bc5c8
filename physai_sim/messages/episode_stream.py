"""An episode as messages: what was sensed, commanded and true, for bags and for live topics alike.

The caller says what becomes of each message; the order is that of `datasets.sink.EpisodeSink`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from physai_sim.core.geometry import Array, Pose
from physai_sim.core.timing import NS_PER_S
from physai_sim.core.truth import BodyInfo, EpisodeTruth, Outcome, StepTruth
from physai_sim.core.types import ActionChunk, EpisodeSpec, Provenance
from physai_sim.messages import actions, chunks, episode, labels, parts, sensors, topics, truth
from physai_sim.messages.parts import Make
from physai_sim.messages.topics import ODOM_FRAME, Topic

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
        wants: Says of a topic whether anybody takes its messages; the others are not made.

    Attributes:
        infos: What stands in the world, by name; bodies that come later are added to it.
    """

    def __init__(  # noqa: PLR0913 - all that makes a stream
        self,
        spec: EpisodeSpec,
        make: Make,
        write: Write,
        *,
        start_ns: int = START_NS,
        raw_images: bool = False,
        number: int = 0,
        commands: bool = True,
        wants: Callable[[Topic], bool] | None = None,
    ) -> None:
        self._spec, self._make, self._sink = spec, make, write
        self.start_ns, self._raw, self._commands = start_ns, raw_images, commands
        self._number = number
        self._wants = wants or _every
        self.infos: Mapping[str, BodyInfo] = {}
        self._speeds = dict.fromkeys(spec.robots, 0.0)

    def topics(self) -> list[Topic]:
        """The topics of every episode; those of lights and chunks come with their messages."""
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
        self.infos, spec = facts.bodies, self._spec
        number = self._number
        self._say(
            topics.EPISODE, 0, episode.episode_message, spec, facts, provenance, number=number
        )
        self._say(topics.ROUTE, 0, episode.route_message, facts.route, self.start_ns)
        static = episode.static_transforms
        self._say(topics.TF_STATIC, 0, static, spec, dict(fixed_bases), self.start_ns)
        for sensor in spec.sensors.values():
            if sensor.labels:
                self._say(topics.labels_topic(sensor, spec), 0, labels.labels_message, sensor)
        for name, text in descriptions.items():
            topic = topics.robot_description(name, spec)
            self._say(topic, 0, _made, "std_msgs/msg/String", data=text)

    def reading(self, sensor_name: str, at_ns: int, value: sensors.Reading) -> None:
        """Write one reading of a sensor, with what belongs to it (camera_info, odom -> base)."""
        spec, sensor = self._spec, self._spec.sensors[sensor_name]
        stamp, raw = at_ns + self.start_ns, self._raw
        topic = topics.sensor_topic(sensor, spec, raw_images=raw)
        self._say(topic, at_ns, sensors.reading_message, sensor, stamp, value, raw_images=raw)
        if sensor.camera is not None:
            topic = topics.camera_info_topic(sensor, spec)
            self._say(topic, at_ns, sensors.camera_info, sensor, sensor.camera, stamp)
        if sensor.kind == "odometry":
            self._say(topics.TF, at_ns, _moved, stamp, value, sensor.frame)

    def truth(self, now: StepTruth) -> None:
        """Write the ground truth of one control stamp, and the clock."""
        at_ns = now.stamp_ns
        stamp, say = at_ns + self.start_ns, self._say
        say(topics.CLOCK, at_ns, _clock, stamp)
        say(topics.BODIES, at_ns, truth.bodies_message, stamp, now.bodies, self.infos)
        say(topics.CONTACTS, at_ns, truth.contacts_message, stamp, now.contacts)
        say(topics.REWARD, at_ns, _made, "std_msgs/msg/Float64", data=now.reward)
        say(topics.SUCCESS, at_ns, _made, "std_msgs/msg/Bool", data=now.is_success)
        say(topics.PRIVILEGED, at_ns, truth.privileged_message, stamp, now.privileged)
        say(topics.CONDITIONS, at_ns, truth.conditions_message, stamp, now.conditions)
        if now.lights:
            say(topics.LIGHTS, at_ns, truth.lights_message, stamp, now.lights)
        for name, robot in self._spec.robots.items():
            state, base = now.bodies[name], robot.base_frame
            self._speeds[name] = state.forward_mps
            exact = truth.odometry_message
            say(topics.true_odometry(name), at_ns, exact, stamp, state, child=base)
        for name, tool in now.end_effectors.items():
            say(topics.true_tool(name), at_ns, truth.tool_message, stamp, tool)

    def chunk(self, at_ns: int, chunk: ActionChunk) -> None:
        """Write what the policy decided on the observation of a stamp."""
        stamp, names = at_ns + self.start_ns, self._spec.action_names
        say, message = self._say, chunks.chunk_message
        say(topics.CHUNK, at_ns, message, stamp, chunk, asked_ns=at_ns, names=names)

    def action(self, at_ns: int, values: Array) -> None:
        """Write the action that holds from a stamp on: exactly, and as standard commands."""
        spec, stamp, start = self._spec, at_ns + self.start_ns, 0
        names = spec.action_names
        self._say(topics.ACTION, at_ns, parts.values, stamp, values.tolist(), names=names)
        for robot in spec.robots.values() if self._commands else ():
            size = len(robot.action_names)
            messages = actions.command_messages(
                self._make,
                robot,
                stamp,
                values[start : start + size],
                control_hz=spec.control_hz,
                speed_mps=self._speeds[robot.name],
            )
            for topic, message in zip(topics.command_topics(robot, spec), messages, strict=True):
                self._sink(topic, stamp, message)
            start += size

    def end(self, at_ns: int, outcome: Outcome) -> None:
        """Write how the episode ended."""
        self._say(topics.OUTCOME, at_ns, episode.outcome_message, outcome)

    def _say(
        self, topic: Topic, at_ns: int, convert: Callable[..., object], *args: Any, **kwargs: Any
    ) -> None:
        """Make a message and write it, where the topic is wanted."""
        if self._wants(topic):
            self._sink(topic, at_ns + self.start_ns, convert(self._make, *args, **kwargs))


def _made(make: Make, type_name: str, **fields: object) -> Any:
    return make(type_name, **fields)


def _clock(make: Make, at_ns: int) -> Any:
    return make("rosgraph_msgs/msg/Clock", clock=parts.stamp(make, at_ns))


def _moved(make: Make, at_ns: int, odometry: sensors.Reading, child: str) -> Any:
    """tf2_msgs/TFMessage of a base in `odom`."""
    x, y, z, qx, qy, qz, qw = (float(number) for number in odometry[:7])
    here = Pose((x, y, z), (qx, qy, qz, qw))
    moved = parts.transform(make, at_ns, here, parent=ODOM_FRAME, child=child)
    return make("tf2_msgs/msg/TFMessage", transforms=[moved])


def _every(topic: Topic) -> bool:
    del topic
    return True
