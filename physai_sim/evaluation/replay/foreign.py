"""What a policy is told of an episode that another system recorded."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from typing import Any

import numpy as np

from physai_sim.core.types import ActionKind, EpisodeSpec, RobotSpec
from physai_sim.datasets.bag_reader import BagReader
from physai_sim.evaluation.episode import Episode, is_car
from physai_sim.evaluation.ingest.topic_map import TopicMap
from physai_sim.evaluation.replay.described import DescribedEpisode
from physai_sim.evaluation.replay.foreign_sensors import ForeignSensors

ACTIONS: dict[ActionKind, tuple[str, ...]] = {
    "acceleration_curvature": ("acceleration_mps2", "curvature_per_m"),
    "steering_speed": ("steering_rad", "speed_mps"),
    "end_effector_delta": (
        *(f"{axis}_delta_m" for axis in "xyz"),
        *(f"{axis}_turn_rad" for axis in "xyz"),
    ),
}


def describe_foreign(
    reader: BagReader, episodes: Sequence[Episode], topic_map: TopicMap
) -> tuple[DescribedEpisode, ...]:
    """Describe each episode of a bag of another system.

    The limits of its actions are not known, and stand as infinite. A car is commanded as it was
    recorded, if that was by steering and speed, else by acceleration and curvature; recorded
    commands of another kind than the policy's are left out.

    Raises:
        BagError: If the topic map names a sensor that is not there.
    """
    return tuple(_described(reader, episode, topic_map) for episode in episodes)


def _described(reader: BagReader, episode: Episode, topic_map: TopicMap) -> DescribedEpisode:
    facts = episode.facts
    name, record = next(iter(facts.robots.items()))
    kind = _kind(record, topic_map)
    robot = _robot(name, record, kind)
    found = ForeignSensors(reader, episode.streams, topic_map.sensors, name)
    by_topic = found.by_topic()
    spec = EpisodeSpec(
        world=facts.world,
        config_hash=facts.config_hash,
        instruction=facts.instruction,
        control_hz=facts.control_hz,
        physics_hz=facts.control_hz,
        robots={name: robot},
        sensors={sensor.name: sensor for sensor in by_topic.values()},
    )
    told = {**record, "action_kind": kind, "action_names": list(robot.action_names)}
    compared = dataclasses.replace(episode, facts=dataclasses.replace(facts, robots={name: told}))
    if record.get("action_kind") != kind:
        none = np.zeros((0, len(robot.action_names)))
        compared = dataclasses.replace(compared, action_stamps_ns=np.zeros(0, int), actions=none)
    unusable = found.unusable(by_topic)
    return DescribedEpisode(compared, spec, facts.seed, by_topic, unusable=unusable)


def _kind(record: dict[str, Any] | Any, topic_map: TopicMap) -> ActionKind:
    if not is_car(record):
        return "end_effector_delta"
    if topic_map.action is not None:
        return topic_map.action
    steered = record.get("action_kind") == "steering_speed"
    return "steering_speed" if steered else "acceleration_curvature"


def _robot(name: str, record: Any, kind: ActionKind) -> RobotSpec:
    names = ACTIONS[kind]
    return RobotSpec(
        name=name,
        model=str(record.get("model", "")),
        action_kind=kind,
        action_names=names,
        action_low=np.full(len(names), -np.inf),
        action_high=np.full(len(names), np.inf),
        joint_names=tuple(record.get("joint_names", ())),
        base_frame=str(record.get("base_frame", "base_link")),
        wheelbase_m=record["wheelbase_m"],
    )
