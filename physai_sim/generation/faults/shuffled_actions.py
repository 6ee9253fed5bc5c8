"""A robot does what it was told, in another order."""

from __future__ import annotations

from typing import ClassVar

from physai_sim.generation.faults._filming import clip_of, filmed
from physai_sim.generation.faults.base import Fault
from physai_sim.generation.physics.clip import Clip
from physai_sim.generation.physics.truth import Truth
from physai_sim.generation.variation.appearance import changed
from physai_sim.generation.variation.physics import with_actions


class ShuffledActions(Fault):
    """The actions of the episode come in an order that the seed draws."""

    name: ClassVar[str] = "shuffled_actions"
    caught_by: ClassVar[str] = "action_following"
    world: ClassVar[str] = "pick_place"
    camera: ClassVar[str] = "front_camera"

    def plant(self, truth: Truth, seed: int) -> Clip:
        """See the base."""
        source = changed(truth.source, with_actions(f"shuffled:{seed}"))
        return clip_of(self.name, truth, filmed(truth, source))
