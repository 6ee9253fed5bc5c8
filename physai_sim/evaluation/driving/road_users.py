"""Everybody else near the car, over time: boxes, velocities and where they are seen from it.

Legend: K others, T control stamps.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from physai_sim.core.geometry import Array
from physai_sim.core.truth import BodyInfo
from physai_sim.evaluation.driving.boxes import boxes_at
from physai_sim.evaluation.driving.car import car_boxes, car_name, car_rows
from physai_sim.evaluation.episode import Episode
from physai_sim.evaluation.memo import once_per_episode

# What cars drive on.
HARMLESS = ("ground", "road")
# Without a shape.
_MARKS = ("target",)
# Seen from the rear axle, less than 30 degrees off the heading is ahead and more than 150 is
# behind: `is_agent_ahead` and `is_agent_behind` of nuplan-devkit (observation/idm/utils.py).
AHEAD_RAD, BEHIND_RAD = math.radians(30.0), math.radians(150.0)


@dataclass(frozen=True, slots=True, eq=False)
class RoadUsers:
    """The others of an episode.

    Args:
        names: Who, K of them.
        categories: What each is.
        boxes: Shape (K, T, 5); NaN where it is not there.
        velocities: In the world frame, from where it was at the last stamp, shape (K, T, 2)
            [m/s].
        is_ahead: Whether the middle of its box is ahead of the car, shape (K, T).
        is_behind: Whether it is behind the car, shape (K, T).
    """

    names: tuple[str, ...]
    categories: tuple[str, ...]
    boxes: Array
    velocities: Array
    is_ahead: NDArray[np.bool_]
    is_behind: NDArray[np.bool_]


def category_of(episode: Episode, name: str) -> str:
    """What a body is; one that came in mid-episode is not among those of its start."""
    info = episode.facts.bodies.get(name)
    return "object" if info is None else info.category


@once_per_episode
def road_users(episode: Episode) -> RoadUsers:
    """All others whose poses were recorded and that can be hit, in the order of their names."""
    poses = _poses(episode)
    names = tuple(sorted(poses))
    rows = len(car_rows(episode))
    unknown = BodyInfo("object", (0.0, 0.0, 0.0))
    boxes = np.full((len(names), rows, 5), np.nan)
    for k, name in enumerate(names):
        boxes[k] = boxes_at(poses[name], episode.facts.bodies.get(name, unknown))
    bearing = _bearings(episode, boxes)
    return RoadUsers(
        names=names,
        categories=tuple(category_of(episode, name) for name in names),
        boxes=boxes,
        velocities=_velocities(boxes[..., :2], episode.times_s[:rows]),
        is_ahead=bearing < AHEAD_RAD,
        is_behind=bearing > BEHIND_RAD,
    )


def _poses(episode: Episode) -> dict[str, Array]:
    """Poses of other robots and of what else moves, shape (T, 7) each."""
    robots = {name: rows[:, :7] for name, rows in episode.odometry.items()}
    every = {**robots, **episode.tracks}
    rows = len(car_rows(episode))
    return {
        name: poses
        for name, poses in every.items()
        if name != car_name(episode)
        and len(poses) == rows
        and category_of(episode, name) not in (*HARMLESS, *_MARKS)
    }


def _bearings(episode: Episode, boxes: Array) -> Array:
    """Angle between the car's heading and the way to each middle, shape (K, T) [rad]; >= 0."""
    way = boxes[..., :2] - car_rows(episode)[:, :2]
    turn = np.arctan2(way[..., 1], way[..., 0]) - car_boxes(episode)[:, 2]
    angles: Array = np.abs(turn - math.tau * np.round(turn / math.tau))
    return angles


def _velocities(places: Array, times_s: Array) -> Array:
    """Backward differences, shape (K, T, 2); the first row is that of the second."""
    if places.shape[1] < 2:
        return np.zeros_like(places)
    moved = np.diff(places, axis=1) / np.diff(times_s)[:, None]
    return np.concatenate([moved[:, :1], moved], axis=1)
