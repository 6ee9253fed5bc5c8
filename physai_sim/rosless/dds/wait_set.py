"""Waits for any of many conditions at once, without a thread and without a listener.

A Python listener would be called by the thread that receives, which then waits for the interpreter
while no acknowledgement is processed: a reliable writer in this process may wait for ever.
"""

from __future__ import annotations

import ctypes as ct
from collections.abc import Collection

from physai_sim.rosless.dds import library
from physai_sim.rosless.dds.library import FOREVER_NS, checked


class GuardCondition:
    """A condition that this program sets itself.

    Args:
        participant: Handle of the participant whose wait sets it may wake.
    """

    def __init__(self, participant: int) -> None:
        self.handle = checked(library.create_guard(participant), "a guard condition")

    def trigger(self) -> None:
        """Wake who waits, or the next who will."""
        library.set_guard(self.handle, True)  # noqa: FBT003 - a C function

    def take(self) -> bool:
        """Whether it was triggered since the last call."""
        found = ct.c_bool()
        library.take_guard(self.handle, ct.byref(found))
        return found.value

    def close(self) -> None:
        """Remove it; a second call does nothing."""
        if self.handle:
            library.delete(self.handle)
        self.handle = 0


class WaitSet:
    """Conditions of one participant to wait for.

    Args:
        participant: Handle of the participant.
    """

    def __init__(self, participant: int) -> None:
        self._handle = checked(library.create_waitset(participant), "a wait set")
        self._attached: set[int] = set()
        self._found = (ct.c_ssize_t * 64)()

    def attach_only(self, handles: Collection[int]) -> None:
        """Wait for these conditions and no others; only what changed costs anything."""
        wanted = set(handles)
        for handle in self._attached - wanted:
            library.waitset_detach(self._handle, handle)  # fails where it was deleted: as wished
        for handle in wanted - self._attached:
            if library.waitset_attach(self._handle, handle, handle) < 0:
                wanted.discard(handle)  # deleted by another thread since it was listed
        self._attached = wanted

    def wait(self, timeout_ns: int | None) -> list[int]:
        """Handles of the conditions that are met; none when the time runs out.

        Args:
            timeout_ns: How long to wait; None: without limit, 0: only look.
        """
        if len(self._attached) > len(self._found):
            self._found = (ct.c_ssize_t * (2 * len(self._attached)))()
        limit = FOREVER_NS if timeout_ns is None else max(0, timeout_ns)
        count = library.waitset_wait(self._handle, self._found, len(self._found), limit)
        return self._found[: max(0, min(count, len(self._found)))]

    def close(self) -> None:
        """Remove it; a second call does nothing."""
        if self._handle:
            library.delete(self._handle)
        self._handle, self._attached = 0, set()
