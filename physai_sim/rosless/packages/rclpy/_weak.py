"""Calls of methods that do not keep their objects alive."""

from __future__ import annotations

import weakref
from collections.abc import Callable
from typing import Any


def weak_call(method: Callable[[], None]) -> Callable[..., None]:
    """Calls a method as long as its object lives, without keeping it alive."""
    weak = weakref.WeakMethod(method)

    def call(*_: Any) -> None:
        found = weak()
        if found is not None:
            found()

    return call
