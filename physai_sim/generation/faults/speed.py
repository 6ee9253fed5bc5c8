"""Things start too slowly, or robots are told to move too slowly."""

from __future__ import annotations

from dataclasses import replace
from typing import ClassVar

from physai_sim.generation.faults._filming import clip_of, filmed
from physai_sim.generation.faults._subject import loose
from physai_sim.generation.faults.base import Fault
from physai_sim.generation.physics.clip import Clip
from physai_sim.generation.physics.truth import Truth
from physai_sim.generation.resimulation import concrete
from physai_sim.generation.source.episode import SourceEpisode
from physai_sim.generation.variation.appearance import changed
from physai_sim.generation.variation.physics import physics

FACTOR = 0.83


class Speed(Fault):
    """The start velocity is 17 % less; where nothing starts with one, all motion of actions is.

    Grippers open and close as they did.
    """

    name: ClassVar[str] = "speed"
    caught_by: ClassVar[str] = "state_error"
    world: ClassVar[str] = "falling_ball"
    camera: ClassVar[str] = "front_camera"

    def plant(self, truth: Truth, seed: int) -> Clip:
        """See the base; it draws nothing."""
        del seed
        bodies = concrete(truth.source).scene.bodies
        starts = {name: bodies[name].velocity_mps for name in loose(truth)}
        moving = [name for name, velocity in starts.items() if any(velocity)]
        if not moving:
            return clip_of(self.name, truth, filmed(truth, _told_less(truth)))
        slower = [FACTOR * part for part in starts[moving[0]]]
        wish = physics(f"scene.bodies.{moving[0]}.velocity_mps={slower}")
        return clip_of(self.name, truth, filmed(truth, changed(truth.source, wish)))


def _told_less(truth: Truth) -> SourceEpisode:
    """The same episode with smaller actions, but for grippers."""
    actions, start = truth.source.actions * FACTOR, 0
    for robot in truth.spec.robots.values():
        start += len(robot.action_names)
        if robot.has_gripper:
            actions[:, start - 1] = truth.source.actions[:, start - 1]
    return replace(truth.source, actions=actions)
