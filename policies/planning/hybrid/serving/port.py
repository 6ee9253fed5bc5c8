"""What the server asks of an engine.

Legend: V vocabulary.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, Protocol

import numpy as np
from numpy.typing import NDArray


class Constraint(Protocol):
    """What may come next in one answer."""

    def allowed(self) -> NDArray[np.bool_] | None:
        """(V,) what may come next; None: all."""

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


class Usage(Protocol):
    """Tokens of one answer."""

    prompt: int
    cached: int
    generated: int


class Event(Protocol):
    """A token, or the end."""

    token: int | None
    finish: Literal["stop", "length", "cancelled", "error"] | None
    error: str | None
    usage: Usage


class Ticket(Protocol):
    """An answer under way."""

    def events(self) -> Iterator[Event]:
        """What comes, as it comes."""

    def cancel(self) -> None:
        """Free its slot within one step."""


class Engine(Protocol):
    """Runs requests side by side."""

    def submit(self, request: Request) -> Ticket:
        """Start an answer, or let it wait."""
