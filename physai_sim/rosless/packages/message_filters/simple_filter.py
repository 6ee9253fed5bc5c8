"""The base of all filters: callbacks that get what a filter lets through."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any


class SimpleFilter:
    """Passes messages on to whoever registered.

    Attributes:
        callbacks: Connection number -> (callback, further arguments).
    """

    def __init__(self) -> None:
        self.callbacks: dict[int, tuple[Callable[..., Any], tuple[Any, ...]]] = {}

    def registerCallback(  # noqa: N802 - message_filters' name
        self, cb: Callable[..., Any], *args: Any
    ) -> int:
        """Call `cb` with the filter's messages and these arguments; gives the connection number.

        Args:
            cb: The callback.
            args: Given to it after the messages.
        """
        connection = len(self.callbacks)
        self.callbacks[connection] = (cb, args)
        return connection

    def signalMessage(self, *msg: Any) -> None:  # noqa: N802 - message_filters' name
        """Call everyone who registered, in the order of registration."""
        for callback, further in list(self.callbacks.values()):
            callback(*msg, *further)
