"""What is known of an episode of another system: what its recording and its topic map say."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

import numpy as np

from physai_sim.core.config import load_world
from physai_sim.core.errors import ConfigError
from physai_sim.core.timing import NS_PER_S
from physai_sim.core.truth import BodyInfo
from physai_sim.evaluation.episode import EpisodeFacts
from physai_sim.evaluation.ingest.commands import Commands
from physai_sim.evaluation.ingest.topic_map import Role, TopicMap

_DEFAULT_HZ = 10
"""Of what has no commands: nothing is computed with it but how long a step is."""


def kind_of(topic_map: TopicMap, roles: Mapping[Role, str]) -> Literal["car", "arm"]:
    """Whether the robot is a car or an arm; what has a tool and no odometry is an arm."""
    if topic_map.kind is not None:
        return topic_map.kind
    return "arm" if "tool" in roles and "odometry" not in roles else "car"


def facts_of(
    topic_map: TopicMap, commands: Commands, instruction: str, *, name: str, is_car: bool
) -> EpisodeFacts:
    """What holds for the whole episode.

    Args:
        topic_map: What the recording does not say.
        commands: What the robot was told.
        instruction: What it was told in words.
        name: What the recording is called.
        is_car: Whether the robot is a car.

    Raises:
        ConfigError: If the world of the topic map is none.
    """
    robot: dict[str, Any] = {
        "model": "",
        "kind": "car" if is_car else "arm",
        "action_kind": commands.kind,
        "action_names": list(commands.names),
        "joint_names": [],
        "wheelbase_m": topic_map.wheelbase_m if is_car else None,
        "base_frame": topic_map.frames.base,
    }
    bodies = {}
    if topic_map.size_m is not None:
        bodies[topic_map.robot] = BodyInfo("robot", topic_map.size_m, topic_map.middle_m)
    return EpisodeFacts(
        world=topic_map.world or name,
        config_hash="",
        seed=0,
        instruction=instruction if topic_map.instruction is None else topic_map.instruction,
        control_hz=topic_map.control_hz or _measured_hz(commands),
        robots={topic_map.robot: robot},
        bodies=bodies,
        lane_width_m=topic_map.lane_width_m,
        goal={},
        provenance={"source": "recorded", "details": {}},
        roads=_roads(topic_map.world),
        is_truth=False,
    )


def _measured_hz(commands: Commands) -> int:
    if len(commands.stamps_ns) < 2:
        return _DEFAULT_HZ
    return max(1, round(NS_PER_S / float(np.median(np.diff(commands.stamps_ns)))))


def _roads(world: str | None) -> dict[str, Any] | None:
    if world is None:
        return None
    roads = load_world(world).roads
    if roads is None:
        raise ConfigError("the world has no roads", where="the topic map's world", got=world)
    found: dict[str, Any] = roads.model_dump(mode="json", exclude_none=True)
    return found
