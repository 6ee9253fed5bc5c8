"""Numbers that are given out and come back."""

from __future__ import annotations

from physai_sim.core.errors import PhysAIError


class OutOfSlotsError(PhysAIError):
    """All slots, or all pages, are given out."""


class SlotError(PhysAIError):
    """A slot or page that is not given out."""


class Slots:
    """Numbers with counts of who holds them.

    Args:
        count: Numbers 0 to count - 1.
        what: Of what, for errors.
    """

    def __init__(self, count: int, what: str) -> None:
        self.count, self._what = count, what
        # Those that came back, and the first that was never given out.
        self._back: list[int] = []
        self._next = 0
        self._held: dict[int, int] = {}

    @property
    def free(self) -> int:
        """How many are left."""
        return len(self._back) + self.count - self._next

    def take(self) -> int:
        """Give one out.

        Raises:
            OutOfSlotsError: If none is left.
        """
        if not self.free:
            raise OutOfSlotsError(f"no {self._what} is free", expected=f"at most {self.count}")
        if self._back:
            number = self._back.pop()
        else:
            number, self._next = self._next, self._next + 1
        self._held[number] = 1
        return number

    def share(self, number: int) -> None:
        """One more holds it."""
        self.check(number)
        self._held[number] += 1

    def holders(self, number: int) -> int:
        """How many hold it."""
        return self._held.get(number, 0)

    def drop(self, number: int) -> None:
        """One fewer holds it; the last one gives it back."""
        self.check(number)
        self._held[number] -= 1
        if not self._held[number]:
            del self._held[number]
            self._back.append(number)

    def check(self, number: int) -> None:
        """Refuse what is not given out.

        Raises:
            SlotError: If nobody holds it.
        """
        if number not in self._held:
            raise SlotError(f"not a {self._what} in use", got=number)
