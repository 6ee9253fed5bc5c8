"""The driving score of the CARLA leaderboard."""

from __future__ import annotations

import numpy as np

from physai_sim.evaluation.driving.car import steps_m
from physai_sim.evaluation.driving.impacts import Impact, impacts, missing_contacts
from physai_sim.evaluation.driving.road_view import road_view
from physai_sim.evaluation.episode import Episode
from physai_sim.evaluation.metrics.base import Metric, MetricResult, unknown
from physai_sim.evaluation.metrics.off_road import missing_off_road, off_road_rows
from physai_sim.evaluation.metrics.red_light import RedLight
from physai_sim.evaluation.metrics.route_completion import RouteCompletion

# Coefficients of leaderboard 2.0 (leaderboard/utils/statistics_manager.py).
COLLISIONS = {"pedestrians": 0.50, "vehicles": 0.60, "static": 0.65}
RED_LIGHT = 0.70
_KINDS = {"pedestrian": "pedestrians", "vehicle": "vehicles", "robot": "vehicles"}
# What its formula also counts and no recording here holds: 0.80, 0.70, 0.70, 0.70.
_ABSENT = ("stop_signs", "scenario_timeouts", "emergency_vehicles", "min_speed")


class DrivingScore(Metric):
    """Driving score of the CARLA leaderboard 2.0, 0 to 1 (there: percent).

    Route completion times the share of the way that was driven on the road and in a lane of its
    direction times a factor for each infraction: collision with a pedestrian 0.50, with a vehicle
    0.60, with anything else 0.65, red light 0.70. Whose fault a collision was is not asked.

    Stop signs, scenario time-outs, yielding to emergency vehicles and the minimum speed of
    traffic are part of the published formula and are in no recording: they give no factor here,
    and their parts are null. So is `red_lights` in a world that has no traffic light. A car that
    stands completes nothing of its route and scores 0.

    Source: the CARLA leaderboard's evaluation criteria, version 2.0, and
    leaderboard/utils/statistics_manager.py.
    """

    group = "driving"
    unit = "1"
    better = "higher"

    def applies(self, episode: Episode) -> bool:
        """Driving only."""
        return episode.facts.is_driving

    def score(self, episode: Episode) -> MetricResult:
        """See the class."""
        completion, red = RouteCompletion().score(episode), RedLight().score(episode)
        lightless = episode.facts.is_truth and not episode.facts.lights
        reasons = {
            "route_completion": completion.reason,
            "collisions": missing_contacts(episode),
            "off_road": missing_off_road(episode),
            "red_light": "" if lightless else red.reason,
        }
        if missing := [f"{name}: {reason}" for name, reason in reasons.items() if reason]:
            return unknown(missing[0])
        counts, completed = _counts(impacts(episode)), completion.value or 0.0
        penalty = RED_LIGHT ** (red.value or 0.0)
        for kind, factor in COLLISIONS.items():
            penalty *= factor ** counts[kind]
        parts: dict[str, float | None] = {"route_completion": completed, **counts}
        parts |= {"red_lights": red.value, "penalty": penalty, "outside": _outside(episode)}
        parts |= dict.fromkeys(_ABSENT)
        return MetricResult(completed * (1.0 - _outside(episode)) * penalty, parts=parts)


def _counts(found: tuple[Impact, ...]) -> dict[str, float]:
    counts = dict.fromkeys(COLLISIONS, 0.0)
    for impact in found:
        counts[_KINDS.get(impact.category, "static")] += 1.0
    return counts


def _outside(episode: Episode) -> float:
    """Share of the way driven off the road or in a lane of the other direction."""
    view, steps = road_view(episode), steps_m(episode)
    if view is None or not steps.sum():
        return 0.0
    return float(steps[np.logical_or(off_road_rows(episode), view.is_against)].sum() / steps.sum())
