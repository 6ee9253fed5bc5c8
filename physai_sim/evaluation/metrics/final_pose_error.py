"""How far from its place everything was at the end."""

from __future__ import annotations

import itertools
import math
from collections.abc import Mapping

import numpy as np

from physai_sim.core.geometry import Array
from physai_sim.evaluation.episode import Episode
from physai_sim.evaluation.measures.tool_motion import tool_paths
from physai_sim.evaluation.metrics.base import Metric, MetricResult, unknown

TARGET = "target"


class FinalPoseError(Metric):
    """Distance to the goal at the last control stamp [m]; of several goals the farthest counts.

    For a body that is to be moved it is the distance of its centre from its place. For a target,
    which is to be reached, it is the distance of the tool from it; several tools are matched to
    several targets so that the sum of distances is least. Each goal is a part.
    """

    group = "manipulation"
    unit = "m"
    better = "lower"

    def applies(self, episode: Episode) -> bool:
        """Arms only."""
        return bool(episode.tools)

    def score(self, episode: Episode) -> MetricResult:
        """See the class."""
        goal = episode.facts.goal
        if not goal:
            return unknown("no goal was recorded")
        if not len(episode.stamps_ns):
            return unknown("no control stamp was recorded")
        targets = {name: place for name, place in goal.items() if _is_target(episode, name)}
        moved = {name: place for name, place in goal.items() if name not in targets}
        misses = {name: _body_miss(episode, name, place) for name, place in moved.items()}
        misses |= _tool_misses(episode, targets)
        parts = {f"{name}_m": misses[name] for name in goal}
        if lacking := sorted(name for name, miss in misses.items() if miss is None):
            return MetricResult(None, f"not recorded: pose of {', '.join(lacking)}", parts=parts)
        return MetricResult(max(miss for miss in misses.values() if miss is not None), parts=parts)


def _is_target(episode: Episode, name: str) -> bool:
    info = episode.facts.bodies.get(name)
    return info is None or info.category == TARGET


def _body_miss(episode: Episode, name: str, place: tuple[float, float, float]) -> float | None:
    track = episode.tracks.get(name)
    if track is None or not len(track) or not np.isfinite(track[-1, :3]).all():
        return None
    return math.dist(track[-1, :3], place)


def _tool_misses(
    episode: Episode, targets: Mapping[str, tuple[float, float, float]]
) -> dict[str, float | None]:
    ends = [path[-1] for path in tool_paths(episode).values() if len(path)]
    if len(ends) < len(targets):
        return dict.fromkeys(targets)
    matched = min(
        itertools.permutations(ends, len(targets)), key=lambda tools: _total(tools, targets)
    )
    pairs = zip(targets.items(), matched, strict=True)
    return {name: math.dist(tool, place) for (name, place), tool in pairs}


def _total(tools: tuple[Array, ...], targets: Mapping[str, tuple[float, float, float]]) -> float:
    return sum(math.dist(a, b) for a, b in zip(tools, targets.values(), strict=True))
