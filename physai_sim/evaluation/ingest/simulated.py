"""Reads an episode of ours back from the bag that `physai run` wrote."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np

from physai_sim.core.errors import BagError
from physai_sim.core.geometry import Array
from physai_sim.core.truth import BodyInfo, Outcome
from physai_sim.datasets.bag_reader import BagMessage, open_bag
from physai_sim.evaluation.episode import Episode, EpisodeFacts
from physai_sim.messages import episode as episode_messages
from physai_sim.messages import parts, topics, truth
from physai_sim.messages.episode_stream import START_NS


def load_episode(bag: Path) -> Episode:
    """Read an episode from a bag that `physai run` wrote.

    A damaged bag is read as far as it goes; `lost` says what is missing.

    Raises:
        BagError: If it is no bag, or holds no ground truth of ours.
    """
    with open_bag(bag) as reader:
        if topics.EPISODE.name not in reader.topics:
            raise BagError(
                "no ground truth in this bag", where=str(bag), expected=topics.EPISODE.name
            )
        wanted = [t for t in reader.topics if t.startswith(topics.TRUTH)]
        by_topic: dict[str, list[BagMessage]] = {name: [] for name in wanted}
        for message in reader.messages(wanted):
            by_topic[message.topic].append(message)
        lost = reader.lost
    if not by_topic[topics.EPISODE.name]:
        raise BagError("the description of the episode is lost", where=str(bag))
    return _assembled(by_topic, lost)


def _assembled(by_topic: Mapping[str, list[BagMessage]], lost: str | None) -> Episode:
    facts = _facts(json.loads(_only(by_topic, topics.EPISODE.name).data))
    # A cut recording may lack the last rows of some topics; all are cut to the shortest.
    names = [topics.REWARD.name, topics.SUCCESS.name, topics.CONTACTS.name]
    names += [topics.true_odometry(robot).name for robot in facts.robots]
    tools = {r: topics.true_tool(r).name for r in facts.robots}
    tools = {robot: name for robot, name in tools.items() if name in by_topic}
    rows = min(len(by_topic[name]) for name in (*names, *tools.values()))
    table = {name: by_topic[name][:rows] for name in (*names, *tools.values())}
    stamps = [item.stamp_ns - START_NS for item in table[topics.REWARD.name]]
    return Episode(
        facts=facts,
        stamps_ns=np.array(stamps, dtype=np.int64),
        rewards=np.array([item.message.data for item in table[topics.REWARD.name]]),
        success=np.array(
            [item.message.data for item in table[topics.SUCCESS.name]], dtype=np.bool_
        ),
        odometry={r: _odometry(table[topics.true_odometry(r).name]) for r in facts.robots},
        tools={robot: _poses(table[name]) for robot, name in tools.items()},
        contacts=tuple(
            (item.stamp_ns - START_NS, contact)
            for item in table[topics.CONTACTS.name]
            for contact in truth.contacts_from(item.message)
        ),
        action_stamps_ns=np.array(
            [item.stamp_ns - START_NS for item in by_topic[topics.ACTION.name]], dtype=np.int64
        ),
        actions=np.array([item.message.values for item in by_topic[topics.ACTION.name]]),
        route=_route(by_topic),
        outcome=_outcome(by_topic),
        lost=lost,
    )


def _facts(record: Mapping[str, Any]) -> EpisodeFacts:
    if record.get("schema") != episode_messages.SCHEMA:
        raise BagError(
            "recorded by another version",
            where=topics.EPISODE.name,
            got=record.get("schema"),
            expected=f"schema {episode_messages.SCHEMA}",
        )
    bodies = {
        name: BodyInfo(info["category"], tuple(info["size_m"]))
        for name, info in record["bodies"].items()
    }
    goal = {name: tuple(place) for name, place in record["goal"].items()}
    keys = (
        "world",
        "config_hash",
        "seed",
        "instruction",
        "control_hz",
        "robots",
        "lane_width_m",
        "provenance",
    )
    return EpisodeFacts(bodies=bodies, goal=goal, **{key: record[key] for key in keys})


def _only(by_topic: Mapping[str, list[BagMessage]], name: str) -> Any:
    return by_topic[name][0].message


def _odometry(items: list[BagMessage]) -> Array:
    rows = [parts.odometry_numbers(item.message) for item in items]
    return np.array(rows, dtype=np.float64).reshape(-1, 13)


def _poses(items: list[BagMessage]) -> Array:
    poses = [parts.pose_from(item.message.pose) for item in items]
    rows = [[*pose.position_m, *pose.rotation_xyzw] for pose in poses]
    return np.array(rows, dtype=np.float64).reshape(-1, 7)


def _route(by_topic: Mapping[str, list[BagMessage]]) -> Array:
    found = by_topic.get(topics.ROUTE.name, [])
    rows = episode_messages.route_from(found[0].message) if found else ()
    return np.array(rows, dtype=np.float64).reshape(-1, 3)


def _outcome(by_topic: Mapping[str, list[BagMessage]]) -> Outcome | None:
    found = by_topic.get(topics.OUTCOME.name, [])
    return episode_messages.outcome_from(found[-1].message) if found else None
