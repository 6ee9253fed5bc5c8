"""The film plays too slowly."""

from __future__ import annotations

from typing import ClassVar

import numpy as np

from physai_sim.envs.session import Session
from physai_sim.generation.faults._filming import Frames, clip_of
from physai_sim.generation.faults.base import Fault
from physai_sim.generation.physics.clip import Clip
from physai_sim.generation.physics.truth import Truth
from physai_sim.generation.resimulation import open_session, play_again
from physai_sim.rendering import choice

SPEED = 0.85


class TimeWarp(Fault):
    """The episode plays at 0.85 of its speed: frame k shows what was at 0.85 k.

    Frames are drawn at the physics step that is nearest to their moment.
    """

    name: ClassVar[str] = "time_warp"
    caught_by: ClassVar[str] = "inverse_dynamics"
    world: ClassVar[str] = "pick_place"
    camera: ClassVar[str] = "front_camera"

    def plant(self, truth: Truth, seed: int) -> Clip:
        """See the base; it draws nothing."""
        del seed
        physics_hz = truth.source.config.rates.physics_hz
        moments = np.arange(len(truth.stamps_ns)) * SPEED * physics_hz / truth.hz
        steps = np.round(moments).astype(int).tolist()
        return clip_of(self.name, truth, _at_steps(truth, steps, physics_hz))


def _at_steps(truth: Truth, steps: list[int], physics_hz: int) -> Frames:
    """Pictures after so many physics steps; no two of them are alike."""
    frames: list[Frames] = []
    wanted = set(steps)

    def take(session: Session, index: int) -> None:
        if index in wanted:
            frames.append(choice.render(session.world, truth.camera).rgb)

    session = open_session(truth.source)
    try:
        play_again(session, truth.source, hz=physics_hz, frames=steps[-1] + 1, on_frame=take)
    finally:
        session.close()
    return np.array(frames)
