"""What the topics of a recording mean, where neither types nor conventions tell: a small YAML.

`docs/evaluate.md` explains it to those who write one.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from physai_sim.core.strict import StrictModel, parse_at
from physai_sim.core.yaml_source import read_yaml

Positive = Annotated[float, Field(gt=0)]
Role = Literal["odometry", "pose", "command", "route", "instruction", "tool"]
TopicName = Annotated[str, StringConstraints(pattern=r"^/\S+$")]
SensorName = Annotated[str, StringConstraints(pattern=r"^[A-Za-z]\w*$")]


class Offset(StrictModel):
    """Where the frame of the recorded poses lies in the frame of the roads and the route.

    Attributes:
        x_m: Of its origin [m].
        y_m: Likewise [m].
        z_m: Likewise [m].
        yaw_rad: Its heading [rad].
    """

    x_m: float = 0.0
    y_m: float = 0.0
    z_m: float = 0.0
    yaw_rad: float = 0.0


class FrameNames(StrictModel):
    """Names of the frames of a pose that is taken from /tf.

    Attributes:
        world: The frame that stands still.
        base: The frame that moves with the robot.
    """

    world: str = "map"
    base: str = "base_link"


class TopicMap(StrictModel):
    """What the topics of a recording mean, and what it does not say of the robot.

    Attributes:
        topics: Topic by what it is.
        robot: Name of the robot.
        kind: Whether it is a car or an arm; found out from its commands if it is not said.
        wheelbase_m: Distance between its axles [m].
        size_m: Extents of its box, (x, y, z) [m].
        middle_m: Middle of that box in the frame of the poses [m].
        control_hz: Rate of its commands; measured if it is not said.
        instruction: What it was told.
        lane_width_m: Width of the lane that it should keep [m].
        world: World file of ours, by name or path, whose roads it drove.
        offset: Of the frame of the poses.
        frames: Of a pose from /tf.
        sensors: Topic by the name that a policy knows it by; `physai replay` finds others itself.
        action: What a policy is to command the car by; by default what was recorded.
    """

    topics: Mapping[Role, TopicName] = {}
    robot: Annotated[str, StringConstraints(pattern=r"^[A-Za-z]\w*$")] = "robot"
    kind: Literal["car", "arm"] | None = None
    wheelbase_m: Positive | None = None
    size_m: tuple[Positive, Positive, Positive] | None = None
    middle_m: tuple[float, float, float] = (0.0, 0.0, 0.0)
    control_hz: Annotated[int, Field(gt=0, le=10_000)] | None = None
    instruction: str | None = None
    lane_width_m: Positive | None = None
    world: str | None = None
    offset: Offset = Offset()
    frames: FrameNames = FrameNames()
    sensors: Mapping[SensorName, TopicName] = {}
    action: Literal["acceleration_curvature", "steering_speed"] | None = None


def load_topic_map(path: Path) -> TopicMap:
    """Read a topic map.

    Raises:
        ConfigError: If it cannot be read, or is none; the line is told.
    """
    return parse_at(TopicMap, read_yaml(path))
