"""A4: whether the actions that a clip shows do in the engine what they do in the clip."""

from __future__ import annotations

import math
from typing import Any, ClassVar

import numpy as np

from physai_sim.core.geometry import Array
from physai_sim.generation.physics.carried_actions import carried_actions
from physai_sim.generation.physics.measures.base import Measure, Score, unknown
from physai_sim.generation.physics.motion import carried, carrier_of, motion_of, pixel_m
from physai_sim.generation.physics.recovery import Recovery, recovered
from physai_sim.generation.physics.replaying import Replay, replayed, true_place
from physai_sim.generation.physics.sight import Sight
from physai_sim.generation.physics.steps import directed
from physai_sim.generation.physics.truth import Truth

# Where the true film's own recovered actions miss by more than this share of the way that bodies
# really went, being recovered is what fails, and nothing is said of the clip.
WORST_FLOOR = 0.1
TIMES, MARGIN_PX = 1.5, 2.0


class Executability(Measure):
    """How far from its true end the worst body ends when the recovered actions are played.

    Bodies are the robots, an arm by its tool, and what they touch. The actions of a robot that
    carries the camera are those that move the camera so; all others are recovered as for A3. A
    gripper is small, and its command is hardly seen: where it cannot be told it does what was
    asked, and the parts name it. So a film is judged by where the arm goes.

    The limit is half as much again as the floor, and two pixels; there is none where the floor is
    more than a tenth of the longest way.
    """

    name: ClassVar[str] = "executability"
    number: ClassVar[str] = "A4"
    question: ClassVar[str] = "Do the actions that the film shows lead to where it ends?"
    unit: ClassVar[str] = "m"
    catches: ClassVar[tuple[str, ...]] = ()

    def applies(self, truth: Truth) -> bool:
        """Whether anything is commanded that changes."""
        return bool(truth.source.actions.size and np.ptp(truth.source.actions, axis=0).any())

    def score(self, sight: Sight, truth: Truth) -> Score:
        """See `Measure`."""
        found = recovered(sight.clip.frames, truth)
        actions, way = _actions(found, sight, truth)
        if isinstance(actions, str):
            return unknown(actions, by=way)
        untold = _untold_grippers(found, truth)
        replay = replayed(truth, actions)
        off = {name: _off(replay, truth, name) for name in directed(truth)}
        ends = {name: float(errors[-1]) for name, errors in off.items()}
        parts: dict[str, Any] = {
            "by": way,
            "as_asked": [truth.spec.action_names[k] for k in untold],
            "by_body": ends,
            "of_way": max(ends.values()) / _longest_way(truth),
            "success": replay.success,
            "success_asked": truth.source.success,
            "correlation_with_a1": _correlations(off, sight, truth),
        }
        return Score(max(ends.values()), parts=parts)

    def limit(self, floor: float, truth: Truth) -> float:
        """See `Measure`; infinite where the true film itself cannot be executed."""
        if floor > WORST_FLOOR * _longest_way(truth):
            return math.inf
        return TIMES * floor + MARGIN_PX * pixel_m(truth)


def _actions(found: Recovery, sight: Sight, truth: Truth) -> tuple[Array | str, str]:
    """Actions for the engine, or why they cannot be told; and how they were recovered."""
    actions, name, camera = _grippers_as_asked(found, truth), carrier_of(truth), sight.camera
    robot = truth.spec.robots.get(name or "")
    if robot is not None and camera is not None and camera.doubt is None:
        poses = carried(robot.name, camera, truth)
        own = carried_actions(robot, poses, len(found.actions), truth)
        if own is not None:
            mine = [robot is one for one in truth.spec.robots.values() for _ in one.action_names]
            actions[:, mine] = np.where(np.isnan(own), actions[:, mine], own)
            low, high = truth.spec.action_low, truth.spec.action_high
            return np.clip(actions, low, high), "the motion of the camera"
    return found.doubt() or actions, "inverse dynamics"


def _untold_grippers(found: Recovery, truth: Truth) -> list[int]:
    """Numbers of the action that open grippers, and that the film does not tell."""
    at = np.cumsum([len(robot.action_names) for robot in truth.spec.robots.values()]) - 1
    pairs = zip(at.tolist(), truth.spec.robots.values(), strict=True)
    return [k for k, robot in pairs if robot.has_gripper and not found.told[k]]


def _grippers_as_asked(found: Recovery, truth: Truth) -> Array:
    """Recovered actions, with what was asked of grippers that cannot be told, shape (N, A)."""
    actions: Array = found.actions.copy()
    untold = _untold_grippers(found, truth)
    actions[:, untold] = truth.source.actions[: len(actions), untold]
    return actions


def _off(replay: Replay, truth: Truth, name: str) -> Array:
    """Distance of a body from its true place at each frame of the replay, shape (T,) [m]."""
    place = replay.places[name]
    distance: Array = np.linalg.norm(place - true_place(truth, name)[: len(place)], axis=1)
    return distance


def _longest_way(truth: Truth) -> float:
    """How far the body went that went farthest, and at least a pixel [m]."""
    ways = [np.linalg.norm(np.diff(true_place(truth, n), axis=0), axis=1) for n in directed(truth)]
    return max([pixel_m(truth), *(float(way.sum()) for way in ways)])


def _correlations(off: dict[str, Array], sight: Sight, truth: Truth) -> dict[str, float | None]:
    """Of the replay's errors with those of A1 over time, by body; None where one is constant."""
    found: dict[str, float | None] = {}
    for name, path in motion_of(sight, truth).paths.items():
        if name in off:
            seen, played = path.errors_m()[: len(off[name])], off[name]
            known = np.isfinite(seen)
            pair = (seen[known], played[known])
            varies = known.sum() > 2 and min(float(np.std(rows)) for rows in pair) > 0.0
            found[name] = float(np.corrcoef(*pair)[0, 1]) if varies else None
    return found
