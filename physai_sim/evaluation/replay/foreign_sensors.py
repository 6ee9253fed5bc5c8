"""Sensors of another system's recording, as a policy may know them: by types and names of topics.

Taken are Image and CompressedImage (in colours or grey), Odometry, JointState, Imu and NavSatFix.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from physai_sim.core.errors import BagError
from physai_sim.core.geometry import Pose
from physai_sim.core.sensor_types import CameraSpec, SensorKind, SensorSpec
from physai_sim.core.timing import NS_PER_S
from physai_sim.datasets.bag_reader import BagReader
from physai_sim.evaluation.episode import Stream
from physai_sim.messages.pictures import picture_from

KINDS: Mapping[str, SensorKind] = {
    "sensor_msgs/msg/Image": "rgb",
    "sensor_msgs/msg/CompressedImage": "rgb",
    "nav_msgs/msg/Odometry": "odometry",
    "sensor_msgs/msg/JointState": "joint_state",
    "sensor_msgs/msg/Imu": "imu",
    "sensor_msgs/msg/NavSatFix": "gnss",
}
_SHAPES: Mapping[SensorKind, tuple[int, ...]] = {"odometry": (13,), "imu": (10,), "gnss": (3,)}
_USUAL = {"odometry": "odometry", "joint_state": "joint_state"}
# Ends of names that say what a topic holds and not whose it is.
_PLAIN = frozenset(
    ("compressed", "image", "image_raw", "image_rect", "image_color", "image_rect_color")
) | {"data", "fix", "raw", "color", "rgb"}
NEAR_M, FAR_M = 0.1, 1000.0
"""Depths between which a real camera is taken to see; none of its pictures depends on them."""


@dataclass(frozen=True, slots=True)
class ForeignSensors:
    """Where sensors of another system are found.

    Args:
        reader: The recording.
        streams: When the messages of each topic came.
        named: Topic by the name of a sensor, where somebody said so.
        body: Name of the robot.
    """

    reader: BagReader
    streams: Mapping[str, Stream]
    named: Mapping[str, str]
    body: str

    def by_topic(self) -> dict[str, SensorSpec]:
        """Topic to sensor.

        Raises:
            BagError: If a topic that was named is not there, or of a type that is no sensor's.
        """
        for name, topic in self.named.items():
            if self.reader.topics.get(topic) not in KINDS:
                got = f"{topic} ({self.reader.topics.get(topic, 'not recorded')})"
                expected = f"one of {', '.join(KINDS)}"
                raise BagError("no sensor", where=f"sensors.{name}", got=got, expected=expected)
        return dict(self._found())

    def unusable(self, found: Mapping[str, SensorSpec]) -> tuple[str, ...]:
        """Topics of sensors that are not among those found, though messages were recorded."""
        shown = {sensor.name for sensor in found.values()}
        return tuple(
            topic
            for topic, type_name in sorted(self.reader.topics.items())
            if topic in self.streams and topic not in found
            if type_name in KINDS and _name_of(topic, KINDS[type_name]) not in shown
        )

    def _found(self) -> Iterator[tuple[str, SensorSpec]]:
        taken: set[str] = set()
        wanted = {topic: name for name, topic in self.named.items()}

        def rank(item: tuple[str, str]) -> tuple[bool, bool, str]:
            """What was named comes first, and raw images before compressed: they are exact."""
            return (item[0] not in wanted, item[1].endswith("CompressedImage"), item[0])

        for topic, type_name in sorted(self.reader.topics.items(), key=rank):
            kind = KINDS.get(type_name)
            name = wanted.get(topic) or _name_of(topic, kind)
            message = self._first(topic) if kind is not None and name not in taken else None
            if message is None or kind is None:
                continue
            sensor = self._sensor(name, kind, topic, message)
            if sensor is not None:
                taken.add(name)
                yield topic, sensor

    def _first(self, topic: str) -> Any:
        try:
            found = next(iter(self.reader.messages([topic])), None)
        except BagError:
            return None
        return None if found is None else found.message

    def _sensor(self, name: str, kind: SensorKind, topic: str, message: Any) -> SensorSpec | None:
        names, camera = (), None
        shape = _SHAPES.get(kind, ())
        if kind == "joint_state":
            names = tuple(message.name)
            shape = (len(message.position) + len(message.velocity),)
        elif kind == "rgb":
            try:
                shape = picture_from(message).shape
            except BagError:  # depth, or an encoding of no colours
                return None
            camera = self._camera(topic, shape)
        rate_hz = _rate_hz(self.streams.get(topic))
        frame = str(message.header.frame_id)
        return SensorSpec(name, kind, rate_hz, self.body, frame, shape, names, camera)

    def _camera(self, topic: str, shape: tuple[int, ...]) -> CameraSpec | None:
        """Intrinsics by the camera_info beside the pictures; where it is mounted is not known."""
        place = f"{_owner(topic)}/camera_info"
        info = self._first(place) if place in self.reader.topics else None
        if info is None or (info.height, info.width) != shape[:2] or not info.k[0] > 0.0:
            return None
        told = [float(value) for value in info.d[:5]]
        k1, k2, p1, p2, k3 = told if len(told) == 5 else [0.0] * 5
        return CameraSpec(
            width_px=int(info.width),
            height_px=int(info.height),
            focal_px=float(info.k[0]),
            near_m=NEAR_M,
            far_m=FAR_M,
            parent=self.body,
            pose_optical_in_parent=Pose(),
            distortion=(k1, k2, p1, p2, k3),
        )


def _owner(topic: str) -> str:
    """A topic without the ends that say what it holds."""
    words = topic.split("/")
    while len(words) > 2 and words[-1] in _PLAIN:
        words.pop()
    return "/".join(words)


def _name_of(topic: str, kind: SensorKind | None) -> str:
    """What a policy would call the sensor of a topic."""
    return _USUAL.get(kind or "", _owner(topic).rpartition("/")[2])


def _rate_hz(stream: Stream | None) -> int:
    if stream is None or len(stream.logged_ns) < 2:
        return 1
    period = float(np.median(np.diff(stream.logged_ns)))
    return max(1, round(NS_PER_S / period)) if period > 0.0 else 1
