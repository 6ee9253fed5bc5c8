"""The closed-loop score of nuPlan."""

from __future__ import annotations

from collections.abc import Mapping
from math import prod

from physai_sim.evaluation.driving.impacts import Impact, impacts
from physai_sim.evaluation.episode import Episode
from physai_sim.evaluation.metrics.base import Metric, MetricResult, unknown
from physai_sim.evaluation.metrics.collisions import Collisions
from physai_sim.evaluation.metrics.comfort import Comfort
from physai_sim.evaluation.metrics.off_road import OffRoad
from physai_sim.evaluation.metrics.progress import Progress
from physai_sim.evaluation.metrics.speed_limit import SpeedLimit
from physai_sim.evaluation.metrics.time_to_collision import TimeToCollision
from physai_sim.evaluation.metrics.wrong_lane import WrongLane

# Weights and multipliers of nuPlan's closed-loop challenges (nuplan-devkit, configuration of
# closed_loop_reactive_agents_weighted_average).
WEIGHTS = {"time_to_collision": 5.0, "progress": 5.0, "speed_limit": 4.0, "comfort": 2.0}
MULTIPLIERS = ("no_at_fault_collision", "drivable_area", "driving_direction", "making_progress")
# How many at-fault collisions with each group take the whole score: one with road users, two with
# objects (`max_violation_threshold_vru`, `_vehicle` and `_object`, each plus one).
FATAL = {"pedestrian": 1, "vehicle": 1, "object": 2}
_INGREDIENTS: dict[str, type[Metric]] = {
    "collisions": Collisions,
    "off_road": OffRoad,
    "wrong_lane": WrongLane,
    "progress": Progress,
    "time_to_collision": TimeToCollision,
    "speed_limit": SpeedLimit,
    "comfort": Comfort,
}


class ClosedLoopScore(Metric):
    """NuPlan's closed-loop score, 0 to 1: multipliers times a weighted average.

    Multipliers: no at-fault collision (0 with a road user, 0.5 for one with an object, 0 for
    two), drivable area (0 if the car was ever off it), driving direction (1, 0.5 or 0, see
    `wrong_lane`), making progress (0 below a share of 0.2). Average: time to collision within its
    bound (weight 5), progress (5), speed limit (4), comfortable all the time (2). Each is a part;
    what they are is told with the metric of each. nuPlan leaves out of the average what it could
    not compute; here the score is then null.

    Source: nuplan-devkit, docs/metrics_description.md and
    planning/metrics/aggregator/weighted_average_metric_aggregator.py.
    """

    group = "driving"
    unit = "1"
    better = "higher"

    def applies(self, episode: Episode) -> bool:
        """Driving only."""
        return episode.facts.is_driving

    def score(self, episode: Episode) -> MetricResult:
        """See the class."""
        results = {name: metric().score(episode) for name, metric in _INGREDIENTS.items()}
        for name, result in results.items():
            if result.value is None:
                return unknown(f"{name}: {result.reason}")
        parts = _parts(results, impacts(episode))
        average = sum(WEIGHTS[name] * parts[name] for name in WEIGHTS) / sum(WEIGHTS.values())
        factor = prod(parts[name] for name in MULTIPLIERS)
        return MetricResult(factor * average, parts=parts)


def _parts(results: Mapping[str, MetricResult], found: tuple[Impact, ...]) -> dict[str, float]:
    """The score of each ingredient, by its name in the formula."""
    blamed = [_group(one.category) for one in found if one.is_at_fault]
    safe = prod(max(0.0, 1.0 - blamed.count(group) / n) for group, n in FATAL.items())
    return {
        "no_at_fault_collision": safe,
        "drivable_area": float(results["off_road"].value == 0.0),
        "driving_direction": _part(results["wrong_lane"], "compliance"),
        "making_progress": _part(results["progress"], "making_progress"),
        "time_to_collision": _part(results["time_to_collision"], "within_bound"),
        "progress": results["progress"].value or 0.0,
        "speed_limit": _part(results["speed_limit"], "compliance"),
        "comfort": float(results["comfort"].value == 1.0),
    }


def _part(result: MetricResult, name: str) -> float:
    return result.parts[name] or 0.0


def _group(category: str) -> str:
    return "vehicle" if category == "robot" else category if category in FATAL else "object"
