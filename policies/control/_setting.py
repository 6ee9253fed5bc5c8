"""A value that each press of a key moves by a step, and that stays where it is left."""

from __future__ import annotations


class Setting:
    """Is caught at zero on its way back, until the key is let go: one finds straight ahead.

    Args:
        low: Least value.
        high: Greatest value.
        step: What a press moves it by.
        value: Where it begins.
    """

    def __init__(self, *, low: float, high: float, step: float, value: float = 0.0) -> None:
        self._low, self._high, self._step = low, high, step
        self._caught = False
        self.value = min(max(value, low), high)

    def push(self, direction: int) -> None:
        """Move it.

        Args:
            direction: 1, -1, or 0 where no key is pressed.
        """
        if direction == 0:
            self._caught = False
        if direction == 0 or self._caught:
            return
        # Rounded, so that as many steps back as forth lead to zero.
        moved = round(self.value + direction * self._step, 6)
        moved = min(max(moved, self._low), self._high)
        self._caught = direction * self.value < 0.0 and moved * self.value <= 0.0
        self.value = 0.0 if self._caught else moved
