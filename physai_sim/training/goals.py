"""What can be wished for in a world, for learners that are told their goal."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from gymnasium import spaces

from physai_sim.core.config import WorldConfig
from physai_sim.core.errors import UnknownNameError
from physai_sim.core.features import Feature
from physai_sim.tasks.reach import ReachConfig
from physai_sim.training.features import UNITS, scaled, sensed

Boxes = Mapping[str, spaces.Space[Any]]
# How near to the wanted offset [m] and speed [m/s] a car drives as it should.
NEAR_OFFSET_M, NEAR_SPEED_MPS = 0.3, 0.8
# The way to a goal is looked at more closely than the goal.
WAY_GAIN = 3.0


@dataclass(frozen=True, slots=True)
class Goals:
    """How goals are seen, G numbers each.

    Args:
        achieved: Features of what is achieved now, length G.
        desired: Features of what the task wants, in the same units, length G.
        beside: Features of all else that a learner needs.
        near: Half-axes of the ellipsoid about a goal within which it counts as achieved, in the
            units of the features, length G.
        margin: Distance outside of it, in half-axes, at which a tenth of the reward is left; 0
            where the reward is all or nothing.
        replays: How often each step is learned from under another goal, for each time under its
            own. Where rewards are all or nothing, other goals are what there is to learn from.
        curiosity: Weight of entropy at the start. Where rewards are few at first, a higher one
            drowns them; where they are many, a lower one stops looking too soon.
    """

    achieved: tuple[Feature, ...]
    desired: tuple[Feature, ...]
    beside: tuple[Feature, ...]
    near: tuple[float, ...]
    margin: float = 0.0
    replays: int = 4
    curiosity: float = 0.05

    @property
    def seen(self) -> tuple[Feature, ...]:
        """What a network sees of an observation: achieved, the way to what is desired, beside."""
        pairs = zip(self.achieved, self.desired, strict=True)
        return (*self.achieved, *(_way(start, end) for start, end in pairs), *self.beside)


def goals_of(config: WorldConfig, boxes: Boxes) -> Goals:
    """The goals of a world.

    Args:
        config: A checked world.
        boxes: Bounds of each entry of its state observation.

    Raises:
        UnknownNameError: If none are known for its task.
    """
    model = config.task.model
    if model not in _GOALS:
        raise UnknownNameError("no goals are known for this task", got=model, known=_GOALS)
    return _GOALS[model](config, boxes)


def _way(start: Feature, end: Feature) -> Feature:
    names = {**start, **end}
    return {n: WAY_GAIN * (end.get(n, 0.0) - start.get(n, 0.0)) for n in names}


def _places(config: WorldConfig, boxes: Boxes) -> Goals:
    """For `reach`: where the tool is, since any place that it came to could have been the target.

    Achieved within the task's own success distance, all or nothing: since the episode ends there,
    a reward for being close would make waiting close by worth as much as arriving. Beside it the
    positions of the joints.
    """
    task, unit = config.task, UNITS["tool_position_m"][0]
    assert isinstance(task, ReachConfig), "the model says so"
    joints = _size(boxes, "joint_state") // 2
    return Goals(
        achieved=scaled("tool_position_m", [unit] * 3),
        desired=scaled("target_position_m", [unit] * 3),
        beside=scaled("joint_state", [1.0] * joints),
        near=(task.success_distance_m / unit,) * 3,
    )


def _drives(config: WorldConfig, boxes: Boxes) -> Goals:
    """For `lane_follow`: offset from the lane's centre and speed, the two that its reward rates.

    A car that drifted to one side at some speed shows how to drive there at that speed, so every
    drive teaches. The end of the road would be no such goal: hardly a drive comes there. Wanted
    are the centre and the task's speed, to be kept rather than reached, so the reward may fall off
    smoothly. Beside it heading, way left, curvature ahead and how fast the car turns.
    """
    del config
    unit_m, heading, unit_mps, _, left = UNITS["lane_state"]
    curvature = UNITS["lane_curvature"][:1] * _size(boxes, "lane_curvature")
    return Goals(
        achieved=({"lane_state.0": 1.0 / unit_m}, {"lane_state.2": 1.0 / unit_mps}),
        desired=({}, {"lane_state.3": 1.0 / unit_mps}),
        beside=(
            {"lane_state.1": 1.0 / heading},
            {"lane_state.4": 1.0 / left},
            *scaled("lane_curvature", curvature),
            *sensed(boxes),
        ),
        near=(NEAR_OFFSET_M / unit_m, NEAR_SPEED_MPS / unit_mps),
        margin=3.0,
        replays=1,
        curiosity=0.5,
    )


def _size(boxes: Boxes, name: str) -> int:
    if name not in boxes:
        raise UnknownNameError("goals need an entry of the observation", got=name, known=boxes)
    shape = boxes[name].shape
    assert shape, "entries are vectors"
    return shape[0]


_GOALS: Mapping[str, Callable[[WorldConfig, Boxes], Goals]] = {
    "reach": _places,
    "lane_follow": _drives,
}
