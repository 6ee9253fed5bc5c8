"""What a critic is."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar

from physai_sim.generation.physics.clip import Clip
from physai_sim.generation.physics.truth import Truth


@dataclass(frozen=True, slots=True)
class Critique:
    """What a critic says of a clip.

    Args:
        score: 1 (no physics in it) to 5 (as in the world); None if it gave none that can be read.
        reasons: Why, one sentence each.
        thoughts: Its reasoning, where it tells it (`<think>`).
        facts: Numbers that it went by; plain JSON data.
    """

    score: int | None
    reasons: tuple[str, ...]
    thoughts: str = ""
    facts: Mapping[str, Any] = field(default_factory=dict)


class Critic(ABC):
    """Scores a clip. Lives in `physai_sim/generation/critics/NAME.py`.

    Attributes:
        name: Its file's name.
        needs_truth: Whether it must be given the truth.
    """

    name: ClassVar[str]
    needs_truth: ClassVar[bool]

    @abstractmethod
    def judge(self, clip: Clip, truth: Truth | None, prompt: str = "") -> Critique:
        """What it thinks of a clip.

        Args:
            clip: The clip.
            truth: The engine's knowledge; None where there is none.
            prompt: What the clip is to show.

        Raises:
            PhysAIError: If it cannot judge at all.
        """
