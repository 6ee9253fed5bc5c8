"""What holds for a whole episode <-> latched messages."""

from __future__ import annotations

import dataclasses
import json
from typing import Any

import numpy as np
from pydantic import TypeAdapter

from physai_sim.core.errors import BagError
from physai_sim.core.geometry import Pose, from_rpy
from physai_sim.core.truth import EpisodeTruth, Outcome
from physai_sim.core.types import EpisodeSpec, Provenance, RobotSpec, SensorSpec
from physai_sim.messages import parts
from physai_sim.messages.parts import Make
from physai_sim.messages.topics import EPISODE, MAP_FRAME, ODOM_FRAME

SCHEMA = 2
_SPEC_KEYS = ("world", "config_hash", "instruction", "control_hz", "physics_hz")
_BOUNDS = ("action_low", "action_high")
_SENSOR = TypeAdapter(SensorSpec)


def episode_message(
    make: Make,
    spec: EpisodeSpec,
    facts: EpisodeTruth,
    provenance: Provenance,
    *,
    number: int = 0,
) -> Any:
    """std_msgs/String with a JSON object: world, seed, instruction, robots, bodies, goal, roads.

    Args:
        make: Maker of messages.
        spec: The episode.
        facts: Its ground truth.
        provenance: Where it comes from.
        number: Of the episode since the stream began, from 0.
    """
    record = {
        "schema": SCHEMA,
        "episode": number,
        "world": spec.world,
        "config_hash": spec.config_hash,
        "seed": provenance.seed,
        "instruction": spec.instruction,
        "control_hz": spec.control_hz,
        "physics_hz": spec.physics_hz,
        "robots": {name: _robot_record(robot) for name, robot in spec.robots.items()},
        # The keys of a JSON object are sorted, and the order of robots is that of their actions.
        "robot_order": list(spec.robots),
        "sensors": [_SENSOR.dump_python(s, mode="json") for s in spec.sensors.values()],
        "bodies": {name: dataclasses.asdict(info) for name, info in facts.bodies.items()},
        "lane_width_m": facts.lane_width_m,
        "goal": dict(facts.goal),
        "roads": facts.roads,
        "lights": {name: dataclasses.asdict(info) for name, info in facts.lights.items()},
        "provenance": dataclasses.asdict(provenance),
    }
    return make("std_msgs/msg/String", data=_json(record))


def spec_from(message: Any) -> EpisodeSpec:
    """The episode's specification from what `episode_message` made.

    Raises:
        BagError: If it does not say what its sensors are (it was recorded by an earlier version).
    """
    try:
        record = json.loads(message.data)
        missing = [key for key in ("robot_order", "sensors") if key not in record]
        if not missing:
            return _spec_of(record)
    except (ValueError, LookupError, TypeError, AttributeError) as error:
        reason = f"the description of the episode makes no sense: {error!r}"
        raise BagError(reason, where=EPISODE.name) from None
    what = "the episode does not describe its sensors"
    raise BagError(what, got=f"no {missing[0]!r}", where=EPISODE.name)


def outcome_message(make: Make, outcome: Outcome) -> Any:
    """std_msgs/String with a JSON object: how the episode ended."""
    return make("std_msgs/msg/String", data=_json(dataclasses.asdict(outcome)))


def outcome_from(message: Any) -> Outcome:
    """The outcome of a message that `outcome_message` made."""
    return Outcome(**json.loads(message.data))


def route_message(make: Make, route: tuple[tuple[float, float, float], ...], at_ns: int) -> Any:
    """nav_msgs/Path of (x, y, yaw) rows."""
    head = parts.header(make, at_ns, MAP_FRAME)
    poses = [
        make(
            "geometry_msgs/msg/PoseStamped",
            header=head,
            pose=parts.pose(make, Pose((x, y, 0.0), from_rpy(0.0, 0.0, yaw))),
        )
        for x, y, yaw in route
    ]
    return make("nav_msgs/msg/Path", header=head, poses=poses)


def route_from(message: Any) -> tuple[tuple[float, float, float], ...]:
    """(x, y, yaw) rows of a message that `route_message` made."""
    found = [parts.pose_from(item.pose) for item in message.poses]
    return tuple((pose.position_m[0], pose.position_m[1], pose.yaw_rad) for pose in found)


def static_transforms(
    make: Make, spec: EpisodeSpec, fixed_bases: dict[str, tuple[str, Pose]], at_ns: int
) -> Any:
    """tf2_msgs/TFMessage: `map -> odom`, fixed bases, and the mounts of sensors.

    Args:
        make: Maker of messages.
        spec: The episode.
        fixed_bases: Base link and pose of each robot that cannot move, by name.
        at_ns: Stamp [ns].
    """
    found = [parts.transform(make, at_ns, Pose(), parent=MAP_FRAME, child=ODOM_FRAME)]
    for link, pose in fixed_bases.values():
        found.append(parts.transform(make, at_ns, pose, parent=MAP_FRAME, child=link))
    # A camera on a robot hangs on its base link, the frame that moves: /tf knows no robot's name.
    bases = {name: robot.base_frame for name, robot in spec.robots.items()}
    for sensor in spec.sensors.values():
        if sensor.camera is not None:
            mount, on = sensor.camera.pose_optical_in_parent, sensor.camera.parent
            parent = bases.get(on) or frame_of(on)
            found.append(parts.transform(make, at_ns, mount, parent=parent, child=sensor.frame))
        if sensor.mount is not None:
            mount, parent = sensor.mount.pose_sensor_in_parent, frame_of(sensor.mount.parent)
            found.append(parts.transform(make, at_ns, mount, parent=parent, child=sensor.frame))
    return make("tf2_msgs/msg/TFMessage", transforms=found)


def frame_of(parent: str) -> str:
    """ROS frame of a sensor's parent: `world` is `map`, `robot/link` is the link."""
    if parent == "world":
        return MAP_FRAME
    name, _, link = parent.partition("/")
    return link or name


def _robot_record(robot: RobotSpec) -> dict[str, object]:
    return {
        "model": robot.model,
        "action_kind": robot.action_kind,
        "action_names": list(robot.action_names),
        "action_low": robot.action_low.tolist(),
        "action_high": robot.action_high.tolist(),
        "joint_names": list(robot.joint_names),
        "wheelbase_m": robot.wheelbase_m,
        "base_frame": robot.base_frame,
    }


def _spec_of(record: dict[str, Any]) -> EpisodeSpec:
    if not 0 < record["control_hz"] <= record["physics_hz"]:
        raise ValueError(record["control_hz"])
    return EpisodeSpec(
        **{key: record[key] for key in _SPEC_KEYS},
        robots={name: _robot_from(name, record["robots"][name]) for name in record["robot_order"]},
        sensors={sensor["name"]: _SENSOR.validate_python(sensor) for sensor in record["sensors"]},
    )


def _robot_from(name: str, record: dict[str, Any]) -> RobotSpec:
    bounds = {key: np.array(record[key], dtype=np.float64) for key in _BOUNDS}
    lists = {key: tuple(record[key]) for key in ("action_names", "joint_names")}
    return RobotSpec(**{"name": name, **record, **bounds, **lists})


def _json(record: object) -> str:
    return json.dumps(record, sort_keys=True, separators=(",", ":"), allow_nan=False)
