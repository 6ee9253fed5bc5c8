"""How often the car ran a red light."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from physai_sim.core.truth import LightInfo
from physai_sim.evaluation.driving.boxes import corners_of, turned
from physai_sim.evaluation.driving.car import car_boxes, missing_car
from physai_sim.evaluation.driving.road_view import NO_ROADS, network_of
from physai_sim.evaluation.driving.spells import events_at
from physai_sim.evaluation.episode import Episode
from physai_sim.evaluation.metrics.base import Event, Metric, MetricResult, unknown
from physai_sim.roads.network import RoadNetwork


class RedLight(Metric):
    """Number of times that the car ran a red light.

    The middle of the car's front passes the stop line, which lies across the light's lane, in the
    direction of the lane, and the last that was recorded of the light before is red. A light that
    turns red within that step of control is not held against the car. Yellow is not red.
    `crossings` counts how often a stop line was passed at all.
    """

    group = "driving"
    unit = "1"
    better = "lower"

    def applies(self, episode: Episode) -> bool:
        """Driving only."""
        return episode.facts.is_driving

    def score(self, episode: Episode) -> MetricResult:
        """See the class."""
        reason, network = missing_red_light(episode), network_of(episode)
        if reason or network is None:
            return unknown(reason)
        events: list[Event] = []
        crossings = 0
        for name, info in sorted(episode.facts.lights.items()):
            rows = _crossings(episode, network, info)
            crossings += len(rows)
            ran = rows[episode.lights[name][rows - 1] == "red"]
            events += events_at(episode, ran.tolist(), f"ran the red light {name}")
        ordered = tuple(sorted(events, key=lambda event: event.stamp_ns))
        parts = {"crossings": float(crossings)}
        return MetricResult(float(len(ordered)), events=ordered, parts=parts)


def missing_red_light(episode: Episode) -> str:
    """Why it is not known whether the car ran a red light; "" where it is."""
    if reason := missing_car(episode):
        return reason
    if not episode.facts.lights:
        return "no traffic light was recorded"
    if episode.facts.roads is None:
        return NO_ROADS
    rows = len(episode.stamps_ns)
    lost = [n for n in sorted(episode.facts.lights) if len(episode.lights.get(n, ())) != rows]
    return f"what {', '.join(lost)} showed was not recorded" if lost else ""


def _crossings(episode: Episode, network: RoadNetwork, info: LightInfo) -> NDArray[np.intp]:
    """The rows at which the front of the car has just passed the stop line of a light.

    Raises:
        UnknownNameError: If the light stands at a lane that the roads do not have.
    """
    lane = network.lane(info.lane)
    x_m, y_m, yaw_rad = lane.pose_at(info.stop_m)
    front = corners_of(car_boxes(episode))[:, [0, 3]].mean(axis=1)
    place = turned(front - (x_m, y_m), np.full(len(front), -yaw_rad))
    before, after = place[:-1], place[1:]
    passed = (before[:, 0] < 0.0) & (after[:, 0] >= 0.0)
    share = np.where(passed, -before[:, 0] / np.where(passed, after[:, 0] - before[:, 0], 1.0), 0)
    beside = before[:, 1] + share * (after[:, 1] - before[:, 1])
    return np.flatnonzero(passed & (np.abs(beside) <= lane.width_m / 2.0)) + 1
