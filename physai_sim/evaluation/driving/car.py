"""The car of an episode: which it is, the box that it fills and how it moves.

Legend: T control stamps.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from physai_sim.core.geometry import Array
from physai_sim.core.truth import BodyInfo
from physai_sim.evaluation.driving.boxes import boxes_at, turned
from physai_sim.evaluation.episode import Episode
from physai_sim.evaluation.memo import once_per_episode

# At most this fast something counts as standing [m/s]; nuPlan's `stopped_speed_threshold` of
# collisions (nuplan-devkit, no_ego_at_fault_collisions.py).
STANDING_MPS = 0.05
NO_SIZE = "the car's size was not recorded"
NO_ODOMETRY = "no odometry of a car was recorded"


def car_name(episode: Episode) -> str | None:
    """Name of the first car; None where there is none."""
    robots = episode.facts.robots.items()
    return next((name for name, one in robots if one["wheelbase_m"] is not None), None)


def car_info(episode: Episode) -> BodyInfo | None:
    """What is known of the car's box; None where its size was not recorded."""
    info = episode.facts.bodies.get(car_name(episode) or "")
    return info if info is not None and info.size_m[0] > 0.0 and info.size_m[1] > 0.0 else None


def car_rows(episode: Episode) -> Array:
    """Pose and body-frame twist of the car, shape (T, 13); no rows where none were recorded."""
    found = episode.odometry.get(car_name(episode) or "")
    return np.zeros((0, 13)) if found is None else found


def missing_car(episode: Episode) -> str:
    """Why the box of the car is not known over time; "" where it is."""
    if not len(car_rows(episode)):
        return NO_ODOMETRY
    return NO_SIZE if car_info(episode) is None else ""


@once_per_episode
def car_boxes(episode: Episode) -> Array:
    """The car's box at each stamp, shape (T, 5); a point where its size was not recorded."""
    info = car_info(episode) or BodyInfo("robot", (0.0, 0.0, 0.0))
    return boxes_at(car_rows(episode)[:, :7], info)


@once_per_episode
def car_velocities(episode: Episode) -> Array:
    """The car's velocity in the world frame at each stamp, shape (T, 2) [m/s]."""
    return turned(car_rows(episode)[:, 7:9], car_boxes(episode)[:, 2])


def car_speeds(episode: Episode) -> Array:
    """How fast the car moved over the ground, shape (T,) [m/s]."""
    rows = car_rows(episode)
    speeds: Array = np.hypot(rows[:, 7], rows[:, 8])
    return speeds


def boxes_after(episode: Episode, rows: NDArray[np.intp], *, time_s: float) -> Array:
    """The car's box some time after stamps, if it kept its speed and its rate of turning.

    Args:
        episode: The recording.
        rows: Which stamps, shape (N,).
        time_s: How long after.

    Returns:
        Boxes, shape (N, 5).
    """
    now, twist = car_boxes(episode)[rows], car_rows(episode)[rows, 7:13]
    middle = turned(now[:, :2] - car_rows(episode)[rows, :2], -now[:, 2])
    turn = twist[:, 5] * time_s
    # The chord of an arc: the way's length shrinks by sin(x) / x, and it bends by half the turn.
    way = turned(twist[:, :2] * time_s, turn / 2.0) * np.sinc(turn / math.tau)[:, None]
    ahead = way + turned(middle, turn) - middle
    return np.column_stack([now[:, :2] + turned(ahead, now[:, 2]), now[:, 2] + turn, now[:, 3:]])


def steps_m(episode: Episode) -> Array:
    """Distance of the car from its last stamp to each, shape (T,) [m]; 0 at the first."""
    places = car_rows(episode)[:, :2]
    steps = np.linalg.norm(np.diff(places, axis=0), axis=1)
    return np.concatenate([np.zeros(min(len(places), 1)), steps])
