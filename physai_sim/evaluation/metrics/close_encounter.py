"""How often the car came too close to somebody."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from physai_sim.evaluation.driving.car import STANDING_MPS, car_speeds, car_velocities
from physai_sim.evaluation.driving.encounters import (
    gaps_to_others,
    is_near_in_time,
    missing_others,
)
from physai_sim.evaluation.driving.road_users import road_users
from physai_sim.evaluation.driving.spells import spells
from physai_sim.evaluation.episode import Episode
from physai_sim.evaluation.metrics.base import Event, Metric, MetricResult, unknown

# Free distance that must be left to vehicles and things [m]; no publication gives one.
NEAR_M = 0.5
# And to people: what must be left when they are passed in towns (StVO, section 5, paragraph 4).
NEAR_PEOPLE_M = 1.5
# Slower than that relative to one another is manoeuvring, as in a car park [m/s].
SLOW_MPS = 1.0
# Encounters with one body that are less far apart are one, as collisions are.
SAME_NS = 500_000_000


class CloseEncounter(Metric):
    """Number of close encounters.

    The car has one with somebody who is not behind it (more than 150 degrees off its heading)
    while it moves (more than 0.05 m/s) and

    - the free distance between their boxes is less than 0.5 m, or 1.5 m to a pedestrian, while
      their relative speed is more than 1 m/s, or
    - their time to collision (see `time_to_collision`) is less than 0.95 s, and would still be if
      the car kept its rate of turning: what stands outside a bend is not met.

    One lasts as long as no 0.5 s pass without either. `near` counts those with the first
    condition, `soon` those with the second; a collision is mostly both.

    The "close encounter" of the Alpamayo paper is not defined there, and AlpaSim's code has none;
    the bounds here are stated with the constants, and that of time is nuPlan's.
    """

    group = "driving"
    unit = "1"
    better = "lower"

    def applies(self, episode: Episode) -> bool:
        """Driving only."""
        return episode.facts.is_driving

    def score(self, episode: Episode) -> MetricResult:
        """See the class."""
        if reason := missing_others(episode):
            return unknown(reason)
        near, soon = _near(episode), is_near_in_time(episode)
        events: list[Event] = []
        counts = {"near": 0, "soon": 0}
        for k, name in enumerate(road_users(episode).names):
            for first, end in _joined(episode, near[k] | soon[k]):
                events.append(Event(int(episode.stamps_ns[first]), f"close to {name}"))
                counts["near"] += bool(near[k, first:end].any())
                counts["soon"] += bool(soon[k, first:end].any())
        ordered = tuple(sorted(events, key=lambda event: event.stamp_ns))
        parts = {name: float(count) for name, count in counts.items()}
        return MetricResult(float(len(ordered)), events=ordered, parts=parts)


def _near(episode: Episode) -> NDArray[np.bool_]:
    """Whether the car is near each other while it counts, shape (K, T)."""
    others = road_users(episode)
    people = np.array([category == "pedestrian" for category in others.categories], dtype=bool)
    bounds = np.where(people, NEAR_PEOPLE_M, NEAR_M)[:, None]
    relative = np.linalg.norm(others.velocities - car_velocities(episode)[None], axis=-1)
    near: NDArray[np.bool_] = (gaps_to_others(episode) < bounds) & (relative > SLOW_MPS)
    near &= ~others.is_behind & (car_speeds(episode) > STANDING_MPS)
    return near


def _joined(episode: Episode, held: NDArray[np.bool_]) -> list[tuple[int, int]]:
    """Spells of a condition, those that are hardly apart as one."""
    found: list[tuple[int, int]] = []
    for first, end in spells(held):
        if found and episode.stamps_ns[first] - episode.stamps_ns[found[-1][1] - 1] <= SAME_NS:
            found[-1] = (found[-1][0], end)
        else:
            found.append((first, end))
    return found
