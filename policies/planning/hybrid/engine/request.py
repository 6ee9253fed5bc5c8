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
    """One answer that is asked for."""

    tokens: tuple[int, ...]
    max_new: int
    sampling: Sampling
    stop_tokens: frozenset[int]
    constraints: tuple[Constraint, ...] = ()
    keep_session: bool = True


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
