"""What an executor can wait for, beyond messages, requests and timers."""

from __future__ import annotations

from typing import Any

from rclpy.callback_groups import CallbackGroup


class Waitable:
    """Something that becomes ready, is taken, and then executed.

    Args:
        callback_group: Says when it may be executed.
    """

    def __init__(self, callback_group: CallbackGroup) -> None:
        self.callback_group = callback_group
        self.callback_group.add_entity(self)
        self._executor_event = False
        self._futures: list[Any] = []

    def add_future(self, future: Any) -> None:
        """Let the executor run what waits for this future."""
        self._futures.append(future)

    def remove_future(self, future: Any) -> None:
        """Forget a future."""
        self._futures.remove(future)

    def handles(self) -> list[int]:
        """DDS conditions that may make it ready."""
        raise TypeError(f"{type(self).__name__} must define handles()")

    def is_ready(self, triggered: set[int]) -> bool:
        """Whether it can be taken, when these conditions are met."""
        raise TypeError(f"{type(self).__name__} must define is_ready()")

    def take_data(self) -> Any:
        """Take what `execute` needs."""
        raise TypeError(f"{type(self).__name__} must define take_data()")

    async def execute(self, taken_data: Any) -> None:
        """Do the work."""
        raise TypeError(f"{type(self).__name__} must define execute()")
