"""Which callbacks may run at the same time. Source: docs.ros.org, "Using callback groups"."""

from __future__ import annotations

import threading
import weakref
from typing import Any


class CallbackGroup:
    """Decides whether the callback of an entity may start now; a base, not to be used itself."""

    def __init__(self) -> None:
        self.entities: weakref.WeakSet[Any] = weakref.WeakSet()

    def add_entity(self, entity: Any) -> None:
        """Take an entity into the group."""
        self.entities.add(entity)

    def has_entity(self, entity: Any) -> bool:
        """Whether an entity belongs to the group."""
        return entity in self.entities

    def can_execute(self, entity: Any) -> bool:
        """Whether its callback could start now."""
        raise TypeError(f"{type(self).__name__} must define can_execute()")

    def beginning_execution(self, entity: Any) -> bool:
        """Take the right to run its callback; False if it may not start after all."""
        raise TypeError(f"{type(self).__name__} must define beginning_execution()")

    def ending_execution(self, entity: Any) -> None:
        """Give the right back."""
        raise TypeError(f"{type(self).__name__} must define ending_execution()")


class ReentrantCallbackGroup(CallbackGroup):
    """Callbacks run at any time, also several of one entity at once."""

    def can_execute(self, entity: Any) -> bool:
        """See the base."""
        return True

    def beginning_execution(self, entity: Any) -> bool:
        """See the base."""
        return True

    def ending_execution(self, entity: Any) -> None:
        """See the base."""


class MutuallyExclusiveCallbackGroup(CallbackGroup):
    """One callback at a time."""

    def __init__(self) -> None:
        super().__init__()
        self._active_entity: Any = None
        self._lock = threading.Lock()

    def can_execute(self, entity: Any) -> bool:
        """See the base."""
        return self._active_entity is None

    def beginning_execution(self, entity: Any) -> bool:
        """See the base."""
        with self._lock:
            if self._active_entity is not None:
                return False
            self._active_entity = entity
            return True

    def ending_execution(self, entity: Any) -> None:
        """See the base."""
        with self._lock:
            self._active_entity = None
