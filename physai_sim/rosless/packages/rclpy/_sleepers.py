"""Threads that sleep on a clock, woken when their context ends."""

from __future__ import annotations

import threading
import weakref
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

_lock = threading.Lock()
_sleepers: weakref.WeakKeyDictionary[Any, set[threading.Event]] = weakref.WeakKeyDictionary()


@contextmanager
def wake_at_shutdown(context: Any, event: threading.Event) -> Iterator[None]:
    """Set an event when the context ends within the block.

    A context learns of its first sleeper alone: what it would call at its end must not grow with
    every sleep.
    """
    with _lock:
        first = context not in _sleepers
        waiting = _sleepers.setdefault(context, set())
        waiting.add(event)
    if first:
        context.on_shutdown(_Waker(waiting))
    try:
        yield
    finally:
        with _lock:
            waiting.discard(event)


class _Waker:
    def __init__(self, waiting: set[threading.Event]) -> None:
        self._waiting = waiting

    def __call__(self) -> None:
        with _lock:
            for event in self._waiting:
                event.set()
