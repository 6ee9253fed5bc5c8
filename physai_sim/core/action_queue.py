"""Plays action chunks by time: a late tick skips an action instead of shifting all later ones."""

from __future__ import annotations

import operator

import numpy as np

from physai_sim.core.errors import ActionError
from physai_sim.core.timing import NS_PER_S
from physai_sim.core.types import ActionChunk, Array


class ActionQueue:
    """Holds the newest chunk and answers which of its actions holds at a stamp.

    Args:
        action_size: A, the numbers in one action.
    """

    def __init__(self, action_size: int) -> None:
        self._action_size = action_size
        self._chunk: ActionChunk | None = None

    def push(self, chunk: ActionChunk) -> None:
        """Replace the chunk that plays.

        Raises:
            ActionError: If the chunk is not (K, A) with K >= 1, not all of it is finite, or it
                has no rate.
        """
        try:  # a copy: what the policy does with its array later changes nothing here
            actions = np.array(chunk.actions, dtype=np.float64)
        except (TypeError, ValueError):
            raise ActionError("an action chunk must be numbers", got=chunk.actions) from None
        hz, start_ns = _whole(chunk.hz, "hz"), _whole(chunk.start_ns, "start_ns")
        if hz < 1:
            raise ActionError("wrong rate of an action chunk", got=chunk.hz, expected=">= 1 Hz")
        shape = actions.shape
        if len(shape) != 2 or shape[0] < 1 or shape[1] != self._action_size:
            raise ActionError(
                "wrong shape of an action chunk",
                got=shape,
                expected=f"(K, {self._action_size}) with K >= 1",
            )
        if not np.isfinite(actions).all():
            raise ActionError(
                "an action chunk holds a number that is not finite", got=chunk.actions
            )
        self._chunk = ActionChunk(start_ns, hz, actions)

    def covers(self, stamp_ns: int) -> bool:
        """Whether a chunk is there whose actions reach `stamp_ns`."""
        index = self._index(stamp_ns)
        return self._chunk is not None and 0 <= index < len(self._chunk.actions)

    def action_at(self, stamp_ns: int) -> Array:
        """The action that holds at `stamp_ns`, shape (A,); a copy.

        Raises:
            ActionError: If no chunk covers the stamp: the caller must ask the policy first.
        """
        if self._chunk is None or not self.covers(stamp_ns):
            raise ActionError(
                "no action for this stamp", got=stamp_ns, expected="a covering chunk"
            )
        return np.array(self._chunk.actions[self._index(stamp_ns)], dtype=np.float64)

    def clear(self) -> None:
        """Forget the chunk, as at a reset."""
        self._chunk = None

    def _index(self, stamp_ns: int) -> int:
        if self._chunk is None:
            return -1
        # Stamps are rounded down to whole nanoseconds; one nanosecond of slack undoes that.
        return ((stamp_ns - self._chunk.start_ns) * self._chunk.hz + self._chunk.hz) // NS_PER_S


def _whole(value: object, name: str) -> int:
    try:
        return operator.index(value)  # type: ignore[arg-type]
    except TypeError:
        what = f"{name} of an action chunk must be a whole number"
        raise ActionError(what, got=value) from None
