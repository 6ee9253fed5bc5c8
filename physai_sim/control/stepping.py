"""Control steps on request, while the simulation is paused."""

from __future__ import annotations

from collections.abc import Callable

from physai_sim.control.control_error import ControlError, ResultCode


class StepRequest:
    """Some steps that were asked for.

    Args:
        steps: How many.
        hear: Called with the request after each step, and at its end where that comes earlier.
    """

    def __init__(self, steps: int, hear: Callable[[StepRequest], None] | None = None) -> None:
        self.steps, self.completed, self._hear = steps, 0, hear
        self.is_canceled = False
        self.fault = ""

    @property
    def remaining(self) -> int:
        """Steps still to take."""
        return self.steps - self.completed

    @property
    def is_done(self) -> bool:
        """Whether no more of its steps will be taken."""
        return not self.remaining or self.is_canceled or bool(self.fault)

    def tell(self) -> None:
        """Say that something has changed."""
        if self._hear is not None:
            self._hear(self)

    def check(self) -> None:
        """Answer for a request that is done.

        Raises:
            ControlError: If not all of its steps were taken.
        """
        if self.remaining:
            why = self.fault or ("canceled" if self.is_canceled else "not yet done")
            what = f"{self.completed} of {self.steps} steps were taken: {why}"
            raise ControlError(ResultCode.OPERATION_FAILED, what)


class Stepper:
    """One request at a time."""

    def __init__(self) -> None:
        self._request: StepRequest | None = None

    @property
    def is_wanted(self) -> bool:
        """Whether a step is to be taken now."""
        return self._request is not None and not self._request.is_done

    def ask(self, steps: int, hear: Callable[[StepRequest], None] | None = None) -> StepRequest:
        """Ask for steps; see `StepRequest`.

        Raises:
            ControlError: If others are still being taken, or it is none.
        """
        if steps < 1:
            what = "number of steps"
            raise ControlError(ResultCode.OPERATION_FAILED, what, got=steps, expected=">= 1")
        if self.is_wanted:
            what = "other steps are still being taken"
            raise ControlError(ResultCode.OPERATION_FAILED, what)
        self._request = StepRequest(steps, hear)
        return self._request

    def took(self) -> None:
        """A step was taken."""
        if self._request is not None and not self._request.is_done:
            self._request.completed += 1
            self._request.tell()

    def cancel(self) -> None:
        """Take no more steps; the one that is being taken counts still."""
        if self._request is not None and not self._request.is_done:
            self._request.is_canceled = True
            self._request.tell()

    def fail(self, why: str) -> None:
        """No more steps can be taken."""
        if self._request is not None and not self._request.is_done:
            self._request.fault = why
            self._request.tell()
