"""What a planted fault is."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import ClassVar

from physai_sim.generation.physics.clip import Clip
from physai_sim.generation.physics.truth import Truth


class Fault(ABC):
    """A film that is wrong in one known way. Lives in `physai_sim/generation/faults/NAME.py`.

    Attributes:
        name: Its file's name.
        caught_by: The measure that must fail it.
        world: The shipped world in which it is planted by default.
        camera: The camera there.
    """

    name: ClassVar[str]
    caught_by: ClassVar[str]
    world: ClassVar[str]
    camera: ClassVar[str]

    @abstractmethod
    def plant(self, truth: Truth, seed: int) -> Clip:
        """The film with the fault: by playing a changed episode, or by changing the frames.

        Args:
            truth: The episode without it.
            seed: Of what the fault itself draws.

        Raises:
            ConfigError: If it cannot be planted in this episode.
        """
