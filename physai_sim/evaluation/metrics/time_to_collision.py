"""How soon the car would have touched somebody."""

from __future__ import annotations

import numpy as np

from physai_sim.evaluation.driving.encounters import (
    HORIZON_S,
    LEAST_S,
    missing_others,
    times_to_others,
)
from physai_sim.evaluation.driving.road_users import road_users
from physai_sim.evaluation.driving.spells import begins
from physai_sim.evaluation.episode import Episode
from physai_sim.evaluation.metrics.base import Event, Metric, MetricResult, unknown


class TimeToCollision(Metric):
    """Least time until the car and somebody else would touch if both went on as they do [s].

    At each control stamp the boxes of the car and of each other move on with their velocities and
    do not turn; the time is the first multiple of 0.1 s at which they touch, from 0.1 to 2.9 s.
    Nobody within it gives 3 s, the horizon, which is then a bound. Zero is a collision by the
    car's fault with one who counts; from a collision on, that one counts no more.

    Who counts: those ahead (the middle of their box less than 30 degrees off the heading, seen
    from the rear axle), and where the car is not all in one lane or in a junction also those
    beside (up to 150 degrees); without recorded roads, all but those behind. A car that stands
    (at most 0.005 m/s) has no such time. In a bend all go straight on, too: what stands outside of
    it may be met for a moment.

    `share_below` is the share of stamps below 0.95 s, and `within_bound` 1 if there is none.

    Source: nuPlan's time to collision within bound (nuplan-devkit,
    time_to_collision_within_bound.py).
    """

    group = "driving"
    unit = "s"
    better = "higher"

    def applies(self, episode: Episode) -> bool:
        """Driving only."""
        return episode.facts.is_driving

    def score(self, episode: Episode) -> MetricResult:
        """See the class."""
        if reason := missing_others(episode):
            return unknown(reason)
        least = times_to_others(episode).min(axis=0, initial=HORIZON_S)
        below = least < LEAST_S
        parts = {
            "share_below": float(below.mean()),
            "within_bound": float(not below.any()),
            "others": float(len(road_users(episode).names)),
        }
        events = tuple(_event(episode, row) for row in begins(below))
        return MetricResult(float(least.min()), events=events, parts=parts)


def _event(episode: Episode, row: int) -> Event:
    times = times_to_others(episode)[:, row]
    who = road_users(episode).names[int(np.argmin(times))]
    return Event(int(episode.stamps_ns[row]), f"{times.min():.1f} s to {who}")
