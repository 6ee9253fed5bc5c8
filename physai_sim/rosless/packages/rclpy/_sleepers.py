"""Threads that sleep on a clock, woken when their context ends."""

from __future__ import annotations

import threading
import weakref
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from rclpy._jumps import SOURCE_CHANGES, JumpThreshold, TimeJump
from rclpy.duration import Duration

if TYPE_CHECKING:
    from rclpy.clock import Clock

_ANY_JUMP = JumpThreshold(
    min_forward=Duration(nanoseconds=1), min_backward=Duration(nanoseconds=-1)
)

_lock = threading.Lock()
_sleepers: weakref.WeakKeyDictionary[Any, set[threading.Event]] = weakref.WeakKeyDictionary()


def sleep(clock: Clock, until_ns: int, context: Any) -> bool:
    """Sleep until a clock gets to a time.

    Args:
        clock: The clock.
        until_ns: The time [ns].
        context: Whose end interrupts the sleep.

    Returns:
        Whether the time came; False where the context ended or the source of time changed.
    """
    event, changes = threading.Event(), []

    def on_jump(jump: TimeJump) -> None:
        if jump.clock_change in SOURCE_CHANGES:
            changes.append(jump)
        event.set()

    with (
        wake_at_shutdown(context, event),
        clock.create_jump_callback(_ANY_JUMP, post_callback=on_jump),
    ):
        while context.ok() and not changes and clock._now_ns() < until_ns:
            event.wait(clock._patience_s(until_ns))
            event.clear()
    return bool(context.ok()) and not changes and clock._now_ns() >= until_ns


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
