"""How near the car came to others, in metres and in seconds.

Legend: K others, T control stamps.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from physai_sim.core.geometry import Array
from physai_sim.evaluation.driving.boxes import contact_times, gaps, overlaps
from physai_sim.evaluation.driving.car import (
    boxes_after,
    car_boxes,
    car_speeds,
    car_velocities,
    missing_car,
)
from physai_sim.evaluation.driving.impacts import impacts, row_at
from physai_sim.evaluation.driving.road_users import HARMLESS, road_users
from physai_sim.evaluation.driving.road_view import road_view
from physai_sim.evaluation.episode import Episode
from physai_sim.evaluation.memo import once_per_episode

# nuPlan's closed-loop configuration: horizon and step of the projection, the least time that
# is allowed, and the speed below which the car has none (nuplan-devkit,
# time_to_collision_within_bound.py and its configuration).
HORIZON_S, STEP_S, LEAST_S, STOPPED_MPS = 3.0, 0.1, 0.95, 0.005
# Above this share of a step an instant counts as the next one: rounding, and no more.
_ROUNDING = 1e-9
# What a run does not record the pose of as one of the others.
_STATIC = (*HARMLESS, "target", "kerb", "building", "robot")


def missing_others(episode: Episode) -> str:
    """Why the others are not known over time; "" where they are, or where there are none."""
    if reason := missing_car(episode):
        return reason
    if road_users(episode).names:
        return ""
    bodies = episode.facts.bodies.values()
    if not episode.facts.is_truth or any(one.category not in _STATIC for one in bodies):
        return "the poses of others were not recorded"
    return ""


@once_per_episode
def gaps_to_others(episode: Episode) -> Array:
    """Free distance between the boxes of the car and of each other, shape (K, T) [m]."""
    found = np.empty(road_users(episode).boxes.shape[:2])
    # One after the other: all at once would take several times the memory of the recording.
    for k, boxes in enumerate(road_users(episode).boxes):
        found[k] = gaps(car_boxes(episode), boxes)
    return found


@once_per_episode
def times_to_others(episode: Episode) -> Array:
    """Time until the car and each other would touch, shape (K, T) [s]; inf where they would not.

    See `metrics.time_to_collision` for who counts and how.
    """
    others, counted = road_users(episode), _counted(episode)
    times = np.full(counted.shape, np.inf)
    for k in range(len(others.names)):
        _fill_times(episode, k, counted[k], times[k])
    return _after_impacts(episode, times)


@once_per_episode
def is_near_in_time(episode: Episode) -> NDArray[np.bool_]:
    """Whether a time is less than 0.95 s, and would be if the car kept turning, shape (K, T).

    In a bend, all that stands beside the road outside of it is straight ahead for a moment.
    """
    near = times_to_others(episode) < LEAST_S
    k, rows = np.nonzero(near)
    others = road_users(episode)
    touches = times_to_others(episode)[k, rows] == 0.0
    for step in range(1, int(LEAST_S / STEP_S) + 1):
        moved = others.boxes[k, rows]
        moved[:, :2] += step * STEP_S * others.velocities[k, rows]
        touches |= overlaps(boxes_after(episode, rows, time_s=step * STEP_S), moved)
    near[k, rows] = touches
    return near


def _fill_times(episode: Episode, k: int, counted: NDArray[np.bool_], times: Array) -> None:
    """Times to one other, where it counts and is in reach, shape (T,) [s]."""
    cars, boxes = car_boxes(episode), road_users(episode).boxes[k]
    approach = road_users(episode).velocities[k] - car_velocities(episode)
    rows = np.flatnonzero(counted & _in_reach(cars, boxes, approach))
    start, end = contact_times(cars[rows], boxes[rows], approach[rows])
    found = np.maximum(np.ceil(start / STEP_S - _ROUNDING), 1.0) * STEP_S
    # The last step that is looked at is the one before the horizon.
    meets = (found <= end + _ROUNDING) & (found < HORIZON_S - _ROUNDING)
    times[rows] = np.where(meets, found, np.inf)


def _counted(episode: Episode) -> NDArray[np.bool_]:
    """Who counts when, shape (K, T): see `metrics.time_to_collision`."""
    others, view = road_users(episode), road_view(episode)
    moves = car_speeds(episode) > STOPPED_MPS
    if view is None:
        return ~others.is_behind & moves
    looks_aside = ~view.is_in_one_lane | view.is_in_junction
    return (others.is_ahead | (looks_aside & ~others.is_behind)) & moves


def _in_reach(cars: Array, others: Array, approach: Array) -> NDArray[np.bool_]:
    """Whether boxes could touch within the horizon, by the circles around them, shape (T,)."""
    apart = np.linalg.norm(others[..., :2] - cars[..., :2], axis=-1)
    radii = sum(np.hypot(one[..., 3], one[..., 4]) / 2.0 for one in (cars, others))
    reach: NDArray[np.bool_] = apart <= radii + HORIZON_S * np.linalg.norm(approach, axis=-1)
    return reach


def _after_impacts(episode: Episode, times: Array) -> Array:
    """Zero at an impact by the car's fault, and nothing from there on with that body."""
    names = road_users(episode).names
    for impact in impacts(episode):
        if impact.body in names:
            k, row = names.index(impact.body), row_at(episode, impact.stamp_ns)
            times[k, row:] = np.inf
            times[k, row] = 0.0 if impact.is_at_fault else np.inf
    return times
