"""How far the actions of plans are from those that were recorded."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from physai_sim.core.geometry import Array
from physai_sim.core.timing import NS_PER_S
from physai_sim.evaluation.episode import Episode, EpisodeFacts
from physai_sim.evaluation.metrics.base import Metric, MetricResult, unknown


class ActionError(Metric):
    """Mean difference between planned and recorded actions, as shares of their ranges, 0 to 1.

    At each recorded action, the one that the newest plan would play there. Each part is the mean
    absolute difference of one number of the action, in its own unit; `actions` counts the stamps
    that were compared, `uncovered` those that no plan reaches.
    """

    group = "open_loop"
    unit = "1"
    better = "lower"

    def applies(self, episode: Episode) -> bool:
        """Every episode with plans."""
        return bool(episode.plans)

    def score(self, episode: Episode) -> MetricResult:
        """See the class."""
        if not len(episode.actions):
            return unknown("no action was recorded")
        if episode.actions.shape[1] != episode.plans[0].chunks[0].actions.shape[1]:
            return unknown("plans and recording have actions of another size")
        covered, planned = _played(episode)
        if not covered.any():
            return unknown("no plan reaches a recorded action")
        errors = np.abs(planned[covered] - episode.actions[covered]).mean(axis=0)
        parts = dict(zip(_names(episode.facts), errors.tolist(), strict=True))
        parts |= {"actions": float(covered.sum()), "uncovered": float((~covered).sum())}
        ranges = _ranges(episode.facts)
        if ranges is None:
            return MetricResult(None, "the range of the actions is not recorded", parts=parts)
        return MetricResult(float((errors / ranges).mean()), parts=parts)


def _played(episode: Episode) -> tuple[NDArray[np.bool_], Array]:
    """Which recorded actions a plan reaches, and what would be played there."""
    starts = np.array([plan.stamp_ns for plan in episode.plans], dtype=np.int64)
    newest = np.searchsorted(starts, episode.action_stamps_ns, side="right") - 1
    covered = np.zeros(len(newest), dtype=np.bool_)
    planned = np.zeros_like(episode.actions)
    for row, (place, stamp) in enumerate(zip(newest, episode.action_stamps_ns, strict=True)):
        if place < 0:
            continue
        plan = episode.plans[place]
        chunk = plan.chunks[0]
        # One nanosecond of slack, as where chunks are played: stamps are rounded down.
        index = ((int(stamp) - chunk.start_ns) * chunk.hz + chunk.hz) // NS_PER_S
        # Where a plan only holds its last action, the policy would have been asked again.
        if 0 <= index < (plan.decided or len(chunk.actions)):
            covered[row], planned[row] = True, chunk.actions[index]
    return covered, planned


def _names(facts: EpisodeFacts) -> list[str]:
    """Of all numbers of an action, with the robot's where there are several."""
    several = len(facts.robots) > 1
    return [
        f"{robot}.{name}" if several else name
        for robot, record in facts.robots.items()
        for name in record["action_names"]
    ]


def _ranges(facts: EpisodeFacts) -> Array | None:
    """Greatest less least of each number of an action, shape (A,)."""
    robots = facts.robots.values()
    if any(robot.get("action_high") is None for robot in robots):
        return None
    low = np.concatenate([np.asarray(robot["action_low"], dtype=float) for robot in robots])
    high = np.concatenate([np.asarray(robot["action_high"], dtype=float) for robot in robots])
    spans: Array = high - low
    return spans if np.isfinite(spans).all() and (spans > 0.0).all() else None
