"""What a recording of ours tells by names that may come and go: bodies, conditions, lights.

Legend: T rows of an episode.
"""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Set as AbstractSet
from typing import Any

import numpy as np
from numpy.typing import NDArray

from physai_sim.core.errors import BagError
from physai_sim.core.geometry import Array
from physai_sim.evaluation.ingest.own_truth import OwnTopics, OwnTruth
from physai_sim.evaluation.ingest.stamps import Stamps
from physai_sim.messages import topics
from physai_sim.messages.topics import Topic
from physai_sim.messages.truth import LIGHT_STATES


def body_tracks(own: OwnTopics, rows: Stamps, robots: AbstractSet[str]) -> dict[str, Array]:
    """Pose of every other body that can move, shape (T, 7); NaN where it is not there.

    Args:
        own: The recording.
        rows: Stamp of each row, shape (T,) [ns].
        robots: Names of the robots.
    """
    part = own.part(topics.BODIES)
    if part is None or part.stamps_ns is None:
        return {}
    row_of = {stamp: row for row, stamp in enumerate(rows.tolist())}
    tracks: dict[str, Array] = {}
    for stamp, bodies in zip(part.stamps_ns.tolist(), part.objects, strict=True):
        if (row := row_of.get(stamp)) is None:
            continue
        for name, pose in bodies.items():
            if name not in robots:
                if name not in tracks:
                    tracks[name] = np.full((len(rows), 7), np.nan)
                tracks[name][row] = pose
    return tracks


def conditions(truth: OwnTruth) -> dict[str, NDArray[np.bool_]]:
    """Which parts of the goal held, shape (T,) each."""
    return {
        name: np.array(column, dtype=np.bool_)
        for name, column in _columns(truth, topics.CONDITIONS, bool).items()
    }


def lights(truth: OwnTruth) -> dict[str, NDArray[np.str_]]:
    """What each traffic light showed, shape (T,) of "red", "yellow" and "green"."""
    return {
        name: np.array(column, dtype=np.str_)
        for name, column in _columns(truth, topics.LIGHTS, _light).items()
    }


def _light(number: float) -> str:
    if number not in range(len(LIGHT_STATES)):
        expected = "0 red, 1 yellow or 2 green"
        raise BagError("no state of a traffic light", got=number, expected=expected)
    return LIGHT_STATES[int(number)]


def _columns(
    truth: OwnTruth, topic: Topic, convert: Callable[[float], Any]
) -> dict[str, list[Any]]:
    """Values by name; of names that every row tells."""
    found = truth.objects(topic)
    columns: dict[str, list[Any]] = {}
    for values in found:
        for name, number in zip(values.names, values.numbers, strict=False):
            columns.setdefault(name, []).append(convert(number))
    return {name: column for name, column in columns.items() if len(column) == len(found)}
