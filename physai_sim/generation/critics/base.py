"""What a critic is, and how one is found by its name."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, ClassVar

from physai_sim.core import registry
from physai_sim.core.errors import ConfigError
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

    def __post_init__(self) -> None:
        """Refuse a score that is none: critics that others write may have any."""
        if self.score is not None and (type(self.score) is not int or not 1 <= self.score <= 5):
            what, expected = "no score of a critic", "a whole number from 1 to 5, or None"
            raise ConfigError(what, got=self.score, expected=expected)


class Critic(ABC):
    """Scores a clip. Lives in `physai_sim/generation/critics/NAME.py`.

    Attributes:
        name: Its file's name.
        needs_truth: Whether it must be given the truth.
        needs_model: Whether it is made with the folder of a checkpoint, `model`.
    """

    name: ClassVar[str]
    needs_truth: ClassVar[bool]
    needs_model: ClassVar[bool] = False

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


def judgement(critic: Critic, clip: Clip, truth: Truth | None, prompt: str) -> Critique:
    """What a critic thinks of a clip, which may be one that somebody else wrote.

    Raises:
        ConfigError: If it gives no critique.
        PhysAIError: See `Critic.judge`.
    """
    found: object = critic.judge(clip, truth, prompt)
    if not isinstance(found, Critique):
        what, got = "this critic gives no critique", type(found).__name__
        raise ConfigError(what, where=critic.name, got=got, expected="a Critique")
    return found


def open_critic(name: str, model: Path | None = None) -> Critic:
    """The critic of a name, ready to judge.

    Args:
        name: A file's name in this folder, an entry point, or `file.py:Class`.
        model: Folder of the checkpoint, for a critic that needs one.

    Raises:
        UnknownNameError: If there is no such critic.
        ConfigError: If a checkpoint is missing, or given to one that needs none.
        MachineError: If a package is missing that it needs.
    """
    kind: type[Any] = registry.find("critics", name, where="--critic")
    if Critic not in kind.__mro__:
        raise ConfigError("not a critic", where="--critic", got=name, expected="a Critic")
    if kind.needs_model and model is None:
        what = "this critic needs a checkpoint"
        raise ConfigError(what, where="--critic", got=name, expected="--model DIR")
    if model is not None and not kind.needs_model:
        raise ConfigError("this critic takes no checkpoint", where="--model", got=str(model))
    opened: Critic = kind(model=model) if kind.needs_model else kind()
    return opened
