"""Episodes of ours, out of what `physai run` or a live simulation recorded under ground truth.

In a live recording topics come in any order among each other, and what bears no stamp was
recorded by the clock that the recorder had heard last. So rows go by the stamps of odometry.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from physai_sim.core.errors import BagError
from physai_sim.core.truth import BodyInfo, LightInfo
from physai_sim.datasets.bag_file_streams import StreamTopic
from physai_sim.evaluation.episode import EpisodeFacts
from physai_sim.messages import episode as episode_messages
from physai_sim.messages import topics

Stamps = NDArray[np.int64]
_KEYS = (
    *("world", "config_hash", "seed", "instruction"),
    *("control_hz", "robots", "lane_width_m", "provenance"),
)


def space_of(known: Mapping[str, str]) -> str | None:
    """Namespace of a simulation of ours among topics; None where there is none."""
    for name in sorted(known):
        if name.endswith(topics.EPISODE.name):
            return name.removesuffix(topics.EPISODE.name)
    return None


def is_wanted(topic: StreamTopic, known: Mapping[str, str]) -> bool:
    """Whether episodes are made of a topic's messages."""
    space = space_of(known)
    if space is None:
        return False
    is_truth = topic.name.startswith(f"{space}{topics.TRUTH}/")
    is_left_out = topic.name.endswith(topics.PRIVILEGED.name)
    return (is_truth and not is_left_out) or is_chunk(topic.name, topic.type_name)


def is_chunk(name: str, type_name: str) -> bool:
    """Whether a topic is what a policy decided; its node may have a name of its own."""
    return type_name == topics.CHUNK.type_name and name.endswith("/chunk")


def facts_of(text: str) -> EpisodeFacts:
    """What holds for an episode, by the JSON text of its latched message.

    Raises:
        BagError: If it makes no sense, or another version recorded it.
    """
    try:
        record = json.loads(text)
        version = record.get("schema")
        if version == episode_messages.SCHEMA:
            return _facts(record)
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError) as error:
        what = f"the description of the episode makes no sense: {type(error).__name__}: {error}"
        raise BagError(what, where=topics.EPISODE.name) from None
    raise BagError(
        "recorded by another version",
        where=topics.EPISODE.name,
        got=version,
        expected=f"schema {episode_messages.SCHEMA}",
    )


def _facts(record: Mapping[str, Any]) -> EpisodeFacts:
    bodies = {
        str(name): BodyInfo(
            str(info["category"]),
            _triple(info["size_m"]),
            _triple(info.get("middle_m", (0.0, 0.0, 0.0))),
        )
        for name, info in record["bodies"].items()
    }
    lights = {
        str(name): LightInfo(str(info["lane"]), float(info["stop_m"]))
        for name, info in record.get("lights", {}).items()
    }
    values = {key: record[key] for key in _KEYS}
    order = record.get("robot_order", list(record["robots"]))
    values["robots"] = {name: record["robots"][name] for name in order}
    if int(record["control_hz"]) < 1:
        raise ValueError(record["control_hz"])
    for robot in values["robots"].values():
        _ = robot["wheelbase_m"], len(robot["action_names"])
    goal = {str(name): tuple(place) for name, place in record["goal"].items()}
    return EpisodeFacts(
        bodies=bodies, goal=goal, roads=record.get("roads"), lights=lights, **values
    )


def _triple(values: Any) -> tuple[float, float, float]:
    x, y, z = (float(value) for value in values)
    return (x, y, z)
