"""Holds Ctrl-C and a polite end back while something must not be left half done."""

from __future__ import annotations

import signal
import threading
from types import FrameType, TracebackType
from typing import Any

HELD = (signal.SIGINT, signal.SIGTERM)


class HeldBack:
    """A context in which SIGINT and SIGTERM wait; they come at its end. It can be used again.

    Why: Python raises KeyboardInterrupt between any two instructions, so also in the middle of a
    record that is being written. In other threads than the main one nothing is raised ever.
    """

    def __init__(self) -> None:
        self._earlier: dict[signal.Signals, Any] = {}
        self._came: list[tuple[int, FrameType | None]] = []

    def __enter__(self) -> None:
        """Begin to hold them back."""
        if threading.current_thread() is not threading.main_thread():
            return
        for number in HELD:
            handler = signal.getsignal(number)
            if callable(handler):  # what is ignored, or ends the process at once, stays so
                self._earlier[number] = handler
                signal.signal(number, self._remember)

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Let them come."""
        earlier, self._earlier = self._earlier, {}
        for held, handler in earlier.items():
            signal.signal(held, handler)
        came, self._came = self._came, []
        for number, frame in came:
            earlier[signal.Signals(number)](number, frame)

    def _remember(self, number: int, frame: FrameType | None) -> None:
        self._came.append((number, frame))
