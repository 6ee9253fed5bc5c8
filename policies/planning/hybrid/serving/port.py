"""What the server asks of an engine; requests and events are the engine's own."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

from policies.planning.hybrid.engine.request import Event, Request


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

    def stats(self) -> dict[str, int]:
        """What runs, waits and was done."""

    def close(self) -> None:
        """Cancel what runs, and take nothing more."""
