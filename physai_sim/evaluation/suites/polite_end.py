"""A polite end (SIGTERM) of a worker process, between two steps of an episode.

Why not at once: an exception in the middle of a write would leave half a record in the bag.
"""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

PATIENCE_S = 2.0  # for a policy to decide; then the end comes where it comes


class PoliteEnd:
    """Raises KeyboardInterrupt where it does no harm, once SIGTERM came.

    Attributes:
        is_wanted: Whether it came.
    """

    def __init__(self) -> None:
        self.is_wanted = self._is_busy = False

    def install(self) -> None:
        """Take the signals of this process over; Ctrl-C is left to its parent."""
        # A terminal sends Ctrl-C to all processes; the one that owns the workers decides.
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        signal.signal(signal.SIGALRM, _end)
        signal.signal(signal.SIGTERM, self._ask)

    @contextmanager
    def put_off(self) -> Iterator[None]:
        """While this is open the end waits for the next `check`, or for the end of the context.

        Raises:
            KeyboardInterrupt: If an end is wanted.
        """
        self._is_busy = True
        try:
            yield
        finally:
            self._is_busy = False
        self.check()

    def check(self) -> None:
        """Allow the end here.

        Raises:
            KeyboardInterrupt: If it is wanted.
        """
        if self.is_wanted:
            signal.setitimer(signal.ITIMER_REAL, 0.0)
            raise KeyboardInterrupt

    def _ask(self, number: int, frame: FrameType | None) -> None:
        """Once: a second signal must not disturb the closing of a bag."""
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        self.is_wanted = True
        if not self._is_busy:
            raise KeyboardInterrupt
        signal.setitimer(signal.ITIMER_REAL, PATIENCE_S)


def _end(number: int, frame: FrameType | None) -> None:
    raise KeyboardInterrupt
