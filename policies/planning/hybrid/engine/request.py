"""What an engine is asked, and what it answers.

Legend: V vocabulary.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, Protocol

import numpy as np
from numpy.typing import NDArray

Finish = Literal["stop", "length", "cancelled", "error"]


class Constraint(Protocol):
    """What may come next in one answer."""

    def allowed(self) -> NDArray[np.bool_] | None:
        """What may come next, shape (V,); None: all."""

    def accept(self, token: int) -> None:
        """A token was chosen."""


@dataclass(frozen=True, slots=True)
class Sampling:
    """How tokens are drawn; temperature 0 takes the likeliest."""

    temperature: float = 0.0
    top_p: float = 1.0
    top_k: int = 0
    min_p: float = 0.0
    seed: int = 0


@dataclass(frozen=True, slots=True, eq=False)
class Request:
    """One answer that is asked for.

    Args:
        tokens: The prompt.
        max_new: Tokens of the answer at most.
        sampling: How they are drawn.
        stop_tokens: Each of them ends the answer, as its last token.
        constraints: All of them must allow a token.
        turn_ends: Places in `tokens`, ascending, at which turns of a conversation end. The prompt
            is cut there; the state at the last one is kept, for the next turn to go on from.
            Where a prompt is cut decides its last bits: two prompts that begin alike and name the
            same places in that beginning get equal states there.
    """

    tokens: tuple[int, ...]
    max_new: int
    sampling: Sampling
    stop_tokens: frozenset[int]
    constraints: tuple[Constraint, ...] = ()
    turn_ends: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Usage:
    """Tokens of one answer."""

    prompt: int
    cached: int
    generated: int


@dataclass(frozen=True, slots=True)
class Event:
    """A token, or the end, or both."""

    token: int | None
    finish: Finish | None
    error: str | None
    usage: Usage
