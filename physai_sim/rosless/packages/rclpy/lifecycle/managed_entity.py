"""What is configured, activated and so on together with its node."""

from __future__ import annotations

from collections.abc import Callable
from enum import IntEnum
from functools import wraps
from typing import Any


class TransitionCallbackReturn(IntEnum):
    """How a transition went. Source: lifecycle_msgs, `msg/Transition.msg`."""

    SUCCESS = 97
    FAILURE = 98
    ERROR = 99

    def to_label(self) -> str:
        """Label of the transition that follows."""
        return f"transition_{self.name.lower()}"


class ManagedEntity:
    """Does nothing at any transition; subclasses do more."""

    def on_configure(self, state: Any) -> TransitionCallbackReturn:
        """Get ready; `state` is the one before, here and below."""
        return TransitionCallbackReturn.SUCCESS

    def on_cleanup(self, state: Any) -> TransitionCallbackReturn:
        """Take back what `on_configure` did."""
        return TransitionCallbackReturn.SUCCESS

    def on_shutdown(self, state: Any) -> TransitionCallbackReturn:
        """Get ready for the end."""
        return TransitionCallbackReturn.SUCCESS

    def on_activate(self, state: Any) -> TransitionCallbackReturn:
        """Begin to work."""
        return TransitionCallbackReturn.SUCCESS

    def on_deactivate(self, state: Any) -> TransitionCallbackReturn:
        """Stop working."""
        return TransitionCallbackReturn.SUCCESS

    def on_error(self, state: Any) -> TransitionCallbackReturn:
        """Clear up after a failure; SUCCESS leads back to the unconfigured state."""
        return TransitionCallbackReturn.SUCCESS


class SimpleManagedEntity(ManagedEntity):
    """Knows whether it is active."""

    def __init__(self) -> None:
        self._enabled = False

    def on_activate(self, state: Any) -> TransitionCallbackReturn:
        """Begin to work."""
        self._enabled = True
        return TransitionCallbackReturn.SUCCESS

    def on_deactivate(self, state: Any) -> TransitionCallbackReturn:
        """Stop working."""
        self._enabled = False
        return TransitionCallbackReturn.SUCCESS

    @property
    def is_activated(self) -> bool:
        """Whether it is active."""
        return self._enabled

    @staticmethod
    def when_enabled(
        wrapped: Callable[..., Any] | None = None,
        *,
        when_not_enabled: Callable[[], object] | None = None,
    ) -> Callable[..., Any]:
        """Decorate a method so that it does nothing while its entity is not active.

        Args:
            wrapped: The method.
            when_not_enabled: Called instead of it.
        """

        def decorate(method: Callable[..., Any]) -> Callable[..., Any]:
            @wraps(method)
            def call(self: SimpleManagedEntity, *args: Any, **kwargs: Any) -> Any:
                if self._enabled:
                    return method(self, *args, **kwargs)
                if when_not_enabled is not None:
                    when_not_enabled()
                return None

            return call

        return decorate if wrapped is None else decorate(wrapped)
