"""A condition that a program triggers itself, with a callback."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from physai_sim.rosless.dds.wait_set import GuardCondition as DdsGuardCondition
from rclpy.callback_groups import CallbackGroup
from rclpy.utilities import get_default_context


class GuardCondition:
    """Runs its callback in an executor after `trigger`.

    Args:
        callback: Called without arguments; None: it only wakes the executor.
        callback_group: Says when the callback may run.
        context: Whose executors it may wake.
    """

    def __init__(
        self,
        callback: Callable[[], Any] | None,
        callback_group: CallbackGroup | None,
        context: Any = None,
    ) -> None:
        self._context = get_default_context() if context is None else context
        self._guard = DdsGuardCondition(self._context.participant.handle)
        self.callback, self.callback_group = callback, callback_group
        self._executor_event = False

    def trigger(self) -> None:
        """Let the callback run once, however often this is called before."""
        self._guard.trigger()

    @property
    def handle(self) -> int:
        """The DDS condition."""
        return self._guard.handle

    def take(self) -> bool:
        """Whether it was triggered since the last call."""
        return self._guard.take()

    def destroy(self) -> None:
        """Remove it; `Node.destroy_guard_condition` does so."""
        self._guard.close()
