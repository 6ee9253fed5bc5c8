"""Records an episode into a bag: what was sensed, commanded and true, message by message."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from types import TracebackType

from physai_sim.core.geometry import Array, Pose
from physai_sim.core.timing import NS_PER_S
from physai_sim.core.truth import BodyInfo, EpisodeTruth, Outcome, StepTruth
from physai_sim.core.types import EpisodeSpec, Provenance
from physai_sim.datasets.bag_writer import BagWriter
from physai_sim.messages import actions, episode, labels, parts, sensors, topics, truth
from physai_sim.messages.topics import MAP_FRAME, ODOM_FRAME, Topic
from physai_sim.messages.typestore import make_message as make

# Bags begin at one second: to ROS a stamp of zero means "no time yet".
START_NS = NS_PER_S


class EpisodeRecorder:
    """Writes one episode as a rosbag2 (MCAP), as it happens.

    Equal episodes give equal files, to the byte: nothing of the wall clock goes in.

    Args:
        folder: The bag; it must not exist.
        spec: The episode.
        raw_images: Whether colour images are stored raw rather than as JPEG.

    Raises:
        MachineError: If it cannot be written; what was written can be repaired.
    """

    def __init__(self, folder: Path, spec: EpisodeSpec, *, raw_images: bool = False) -> None:
        self._spec, self._raw = spec, raw_images
        self._writer = BagWriter(folder)
        self._infos: Mapping[str, BodyInfo] = {}
        for topic in self._topics():
            self._writer.add_topic(topic.name, topic.type_name, topic.qos)

    def _topics(self) -> list[Topic]:
        spec, found = self._spec, list(topics.SINGLE)
        for sensor in spec.sensors.values():
            found.append(topics.sensor_topic(sensor, spec, raw_images=self._raw))
            if sensor.camera is not None:
                found.append(topics.camera_info_topic(sensor, spec))
            if sensor.labels:
                found.append(topics.labels_topic(sensor, spec))
        for name, robot in spec.robots.items():
            found += [topics.robot_description(name, spec), topics.true_odometry(name)]
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
        self._write(topics.EPISODE, 0, episode.episode_message(make, spec, facts, provenance))
        self._write(topics.ROUTE, 0, episode.route_message(make, facts.route, START_NS))
        static = episode.static_transforms(make, spec, dict(fixed_bases), START_NS)
        self._write(topics.TF_STATIC, 0, static)
        self._labels()
        for name, text in descriptions.items():
            message = make("std_msgs/msg/String", data=text)
            self._write(topics.robot_description(name, spec), 0, message)

    def _labels(self) -> None:
        for sensor in self._spec.sensors.values():
            if sensor.labels:
                names = labels.labels_message(make, sensor)
                self._write(topics.labels_topic(sensor, self._spec), 0, names)

    def reading(self, sensor_name: str, at_ns: int, value: sensors.Reading) -> None:
        """Write one reading of a sensor, with what belongs to it (camera_info, odom -> base)."""
        spec, sensor = self._spec, self._spec.sensors[sensor_name]
        message = sensors.reading_message(
            make, sensor, at_ns + START_NS, value, raw_images=self._raw
        )
        topic = topics.sensor_topic(sensor, spec, raw_images=self._raw)
        self._write(topic, at_ns, message)
        if sensor.camera is not None:
            info = sensors.camera_info(make, sensor, sensor.camera, at_ns + START_NS)
            self._write(topics.camera_info_topic(sensor, spec), at_ns, info)
        if sensor.kind == "odometry":
            x, y, z, qx, qy, qz, qw = (float(v) for v in value[:7])
            here = Pose((x, y, z), (qx, qy, qz, qw))
            moved = parts.transform(
                make, at_ns + START_NS, here, parent=ODOM_FRAME, child=sensor.frame
            )
            self._write(topics.TF, at_ns, make("tf2_msgs/msg/TFMessage", transforms=[moved]))

    def truth(self, now: StepTruth) -> None:
        """Write the ground truth of one control stamp, and the clock."""
        at_ns = now.stamp_ns
        stamp = at_ns + START_NS
        clock = make("rosgraph_msgs/msg/Clock", clock=parts.stamp(make, stamp))
        self._write(topics.CLOCK, at_ns, clock)
        bodies = truth.bodies_message(make, stamp, now.bodies, self._infos)
        self._write(topics.BODIES, at_ns, bodies)
        self._write(topics.CONTACTS, at_ns, truth.contacts_message(make, stamp, now.contacts))
        self._write(topics.REWARD, at_ns, make("std_msgs/msg/Float64", data=now.reward))
        self._write(topics.SUCCESS, at_ns, make("std_msgs/msg/Bool", data=now.is_success))
        self._write(topics.PRIVILEGED, at_ns, truth.privileged_message(make, now.privileged))
        for name, robot in self._spec.robots.items():
            exact = truth.odometry_message(make, stamp, now.bodies[name], child=robot.base_frame)
            self._write(topics.true_odometry(name), at_ns, exact)
        for name, tool in now.end_effectors.items():
            head = parts.header(make, stamp, MAP_FRAME)
            message = make(
                "geometry_msgs/msg/PoseStamped", header=head, pose=parts.pose(make, tool)
            )
            self._write(topics.true_tool(name), at_ns, message)

    def action(self, at_ns: int, values: Array) -> None:
        """Write the action that holds from a stamp on: exactly, and as standard commands."""
        spec, start = self._spec, 0
        names = [name for robot in spec.robots.values() for name in robot.action_names]
        exact = parts.labelled_array(make, values.tolist(), label=",".join(names))
        self._write(topics.ACTION, at_ns, exact)
        for robot in spec.robots.values():
            size = len(robot.action_names)
            messages = actions.command_messages(
                make,
                robot,
                at_ns + START_NS,
                values[start : start + size],
                control_hz=spec.control_hz,
            )
            for topic, message in zip(topics.command_topics(robot, spec), messages, strict=True):
                self._write(topic, at_ns, message)
            start += size

    def end(self, at_ns: int, outcome: Outcome) -> None:
        """Write how the episode ended."""
        self._write(topics.OUTCOME, at_ns, episode.outcome_message(make, outcome))

    def close(self) -> None:
        """Finish the bag; a second call does nothing."""
        self._writer.close()

    def __enter__(self) -> EpisodeRecorder:
        """The recorder itself."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Finish the bag, also when an error or Ctrl-C ended the episode."""
        self.close()

    def _write(self, topic: Topic, at_ns: int, message: object) -> None:
        self._writer.write(topic.name, at_ns + START_NS, message)
