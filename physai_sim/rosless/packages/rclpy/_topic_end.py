"""What publishers of a topic and subscriptions to it share."""

from __future__ import annotations

from abc import ABC, abstractmethod
from types import TracebackType
from typing import TypeVar

Opened = TypeVar("Opened", bound="TopicEnd")


class TopicEnd(ABC):
    """One end of a topic; a context manager that ends it."""

    _topic: str

    @property
    def topic_name(self) -> str:
        """Full name of the topic."""
        return self._topic

    @property
    def topic(self) -> str:
        """Full name of the topic."""
        return self._topic

    @property
    def logger_name(self) -> str:
        """Name of the logger of its node."""
        return str(getattr(self, "_logger_name", ""))

    @abstractmethod
    def destroy(self) -> None:
        """End it, as its node does."""

    def __enter__(self: Opened) -> Opened:
        """The end itself."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """End it."""
        self.destroy()
