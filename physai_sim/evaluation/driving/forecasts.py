"""What plans say of the future of a car, beside what was recorded.

Legend: C candidates of a plan, K steps of its chunks, T rows of truth. Rows are (x, y, yaw) of
the rear axle on the ground [m, m, rad].
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from physai_sim.core.geometry import Array, yaw_of
from physai_sim.core.timing import NS_PER_S
from physai_sim.evaluation.driving.trajectories import Car, CarState, first_car, rolled
from physai_sim.evaluation.episode import Episode, Plan
from physai_sim.evaluation.memo import once_per_episode


@dataclass(frozen=True, slots=True, eq=False)
class Forecast:
    """A plan as paths, with what was recorded at the same stamps.

    Args:
        stamp_ns: Of the plan [ns].
        hz: Rate of the rows: row k is of the stamp (k + 1) / hz later.
        start: Recorded row at the stamp, shape (3,).
        paths: Where each candidate leads, shape (C, K, 3).
        recorded: Where the car went, shape (K, 3).
        known: How many leading rows lie within the recording.
        decided: How many leading rows the policy decided; later ones hold its last action.
    """

    stamp_ns: int
    hz: int
    start: Array
    paths: Array
    recorded: Array
    known: int
    decided: int

    def stamps_ns(self) -> NDArray[np.int64]:
        """Of the rows, shape (K,) [ns]."""
        steps = np.arange(1, self.paths.shape[1] + 1, dtype=np.int64)
        return self.stamp_ns + steps * NS_PER_S // self.hz


@once_per_episode
def forecasts(episode: Episode) -> tuple[Forecast, ...]:
    """Every plan of an episode as paths of its first car.

    Each starts from the pose and speed that were recorded at its stamp. Plans before the first
    row of odometry, or after the last, have no start and are left out; actions of a car whose
    wheelbase is needed and not known lead nowhere.
    """
    car, stamps = first_car(episode.facts), episode.stamps_ns
    if car is None or not car.can_be_rolled:
        return ()
    if not len(stamps) or not len(episode.odometry.get(car.name, ())):
        return ()
    rows = _rows(episode.odometry[car.name])
    plans = [p for p in episode.plans if stamps[0] <= p.stamp_ns <= stamps[-1]]
    return tuple(_forecast(plan, car, stamps, rows) for plan in plans)


def _forecast(plan: Plan, car: Car, stamps: NDArray[np.int64], rows: Array) -> Forecast:
    first = plan.chunks[0]
    x, y, yaw, speed = _at(np.array([plan.stamp_ns]), stamps, rows)[0]
    start = CarState(x, y, yaw, speed)
    paths = np.stack(
        [
            rolled(
                chunk.actions[:, car.columns],
                chunk.hz,
                start=start,
                kind=car.kind,
                wheelbase_m=car.wheelbase_m,
            )
            for chunk in plan.chunks
        ]
    )
    steps = np.arange(1, paths.shape[1] + 1, dtype=np.int64)
    later = plan.stamp_ns + steps * NS_PER_S // first.hz
    return Forecast(
        stamp_ns=plan.stamp_ns,
        hz=first.hz,
        start=np.array([x, y, yaw]),
        paths=paths,
        recorded=_at(later, stamps, rows)[:, :3],
        known=int(np.searchsorted(later, stamps[-1], side="right")),
        decided=paths.shape[1] if plan.decided is None else plan.decided,
    )


def _rows(odometry: Array) -> Array:
    """(x, y, yaw, speed) of each row of odometry, the yaw without jumps, shape (T, 4)."""
    yaws = np.unwrap([yaw_of(q) for q in odometry[:, 3:7]])
    return np.column_stack([odometry[:, :2], yaws, odometry[:, 7]])


def _at(wanted: NDArray[np.int64], stamps: NDArray[np.int64], rows: Array) -> Array:
    """Rows at other stamps, linear between those that were recorded."""
    return np.column_stack([np.interp(wanted, stamps, column) for column in rows.T])
