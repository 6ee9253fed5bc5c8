"""An answer under way, as its asker holds it."""

from __future__ import annotations

from collections.abc import Iterator
from queue import SimpleQueue
from threading import Event as Flag

from policies.planning.hybrid.engine.request import Event


class Ticket:
    """Events of one request, from the engine's thread to any other."""

    def __init__(self) -> None:
        self._queue: SimpleQueue[Event] = SimpleQueue()
        self._cancelled = Flag()

    @property
    def is_cancelled(self) -> bool:
        """Whether nobody waits for it any more."""
        return self._cancelled.is_set()

    def cancel(self) -> None:
        """Free its slot within one step."""
        self._cancelled.set()

    def put(self, event: Event) -> None:
        """Tell the asker."""
        self._queue.put(event)

    def events(self) -> Iterator[Event]:
        """What comes, as it comes; the last one has `finish`."""
        while True:
            event = self._queue.get()
            yield event
            if event.finish is not None:
                return
