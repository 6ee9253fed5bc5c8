"""What keeps a live robot safe: commands that are refused, and what it does when none come.

Legend: N numbers in a command, A action size.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from physai_sim.core.geometry import Array
from physai_sim.core.timing import NS_PER_S
from physai_sim.core.types import RobotSpec

HALF_A_SECOND_NS = NS_PER_S // 2
# Single precision in a message, and a limit that a sender computed in another way.
RANGE_SLACK = 0.01

Reason = Literal[
    "wrong_shape", "not_finite", "out_of_range", "late", "from_the_future", "out_of_order"
]
REASONS: tuple[Reason, ...] = (
    "wrong_shape",
    "not_finite",
    "out_of_range",
    "late",
    "from_the_future",
    "out_of_order",
)


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a command was refused: the reason to count it by, and a sentence for people."""

    reason: Reason
    message: str


@dataclass(frozen=True, slots=True)
class CommandLimits:
    """What a command may hold.

    Args:
        names: Of its numbers, with units, length N.
        low: Least values, shape (N,).
        high: Greatest values, shape (N,).
        slack: How far beyond them a number may be, as a share of its range [1]; the robot then
            clips it. What lies farther out is a mistake, and is refused instead.
    """

    names: tuple[str, ...]
    low: Array
    high: Array
    slack: float = RANGE_SLACK


@dataclass(frozen=True, slots=True)
class Accepted:
    """A command that was taken: its values, shape (N,), and its stamp [ns]."""

    values: Array
    stamp_ns: int


class CommandGate:
    """Takes commands that are right and in time, and counts the others by reason.

    Args:
        limits: What they may hold.
        period_ns: Of control steps: a stamp may be this far ahead [ns].
        max_age_ns: The oldest stamp that is still in time [ns].
    """

    def __init__(
        self, limits: CommandLimits, *, period_ns: int, max_age_ns: int = HALF_A_SECOND_NS
    ) -> None:
        self._limits, self._period_ns, self._max_age_ns = limits, period_ns, max_age_ns
        self.accepted = 0
        self.refused: dict[Reason, int] = dict.fromkeys(REASONS, 0)
        self.last: Accepted | None = None

    def offer(self, values: ArrayLike, *, stamp_ns: int | None, now_ns: int) -> Refusal | None:
        """Take a command, or say why not.

        Args:
            values: Shape (N,).
            stamp_ns: Of its header [ns]; None for a command without one, which is of now.
            now_ns: The present stamp [ns].
        """
        stamp = now_ns if stamp_ns is None else stamp_ns
        numbers = np.asarray(values, dtype=np.float64)
        refusal = self._fault(numbers) or self._untimely(stamp, now_ns)
        if refusal is None:
            self.accepted += 1
            self.last = Accepted(numbers.copy(), stamp)
        else:
            self.refused[refusal.reason] += 1
        return refusal

    def restart(self) -> None:
        """Forget the last command, as at a reset of the episode; the counts stay."""
        self.last = None

    def _fault(self, numbers: Array) -> Refusal | None:
        limits = self._limits
        if numbers.shape != (len(limits.names),):
            expected = f"({len(limits.names)},): {', '.join(limits.names)}"
            return Refusal("wrong_shape", f"shape {numbers.shape}; expected {expected}")
        finite = np.isfinite(numbers)
        if not finite.all():
            index = int(np.argmin(finite))
            return Refusal("not_finite", f"{limits.names[index]} is {numbers[index]}")
        slack = limits.slack * (limits.high - limits.low)
        within = (limits.low - slack <= numbers) & (numbers <= limits.high + slack)
        if not within.all():
            index = int(np.argmin(within))
            low, high = limits.low[index], limits.high[index]
            what = f"{limits.names[index]} is {numbers[index]:.6g}"
            return Refusal("out_of_range", f"{what}; expected {low:.6g} to {high:.6g}")
        return None

    def _untimely(self, stamp_ns: int, now_ns: int) -> Refusal | None:
        age_ns = now_ns - stamp_ns
        if age_ns > self._max_age_ns:
            what = f"{age_ns / 1e9:.3f} s old; expected at most {self._max_age_ns / 1e9:.3f} s"
            return Refusal("late", what)
        if -age_ns > self._period_ns:
            what = f"{-age_ns / 1e9:.3f} s ahead; expected at most {self._period_ns / 1e9:.3f} s"
            return Refusal("from_the_future", what)
        if self.last is not None and stamp_ns < self.last.stamp_ns:
            what = f"stamp {stamp_ns} ns is older than the last accepted, {self.last.stamp_ns} ns"
            return Refusal("out_of_order", what)
        return None


class Watchdog:
    """Says when commands have stopped coming in simulated time, once, and when they are back.

    Args:
        timeout_ns: How long none may come [ns].
    """

    def __init__(self, timeout_ns: int = HALF_A_SECOND_NS) -> None:
        self._timeout_ns = timeout_ns
        self._fed_ns = 0
        self.is_expired = False

    def restart(self, now_ns: int) -> None:
        """Count from now, as at the start of an episode."""
        self._fed_ns, self.is_expired = now_ns, False

    def feed(self, now_ns: int) -> None:
        """A command of a stamp came; an older one than before changes nothing."""
        self._fed_ns = max(self._fed_ns, now_ns)

    def check(self, now_ns: int) -> Literal["expired", "recovered"] | None:
        """What has changed at this stamp; None while nothing has."""
        was, self.is_expired = self.is_expired, now_ns - self._fed_ns >= self._timeout_ns
        if was == self.is_expired:
            return None
        return "expired" if self.is_expired else "recovered"


def safe_action(robot: RobotSpec, last: Sequence[float] | Array | None) -> Array:
    """The action that brings a robot to rest, shape (A,).

    A car brakes as hard as it can and keeps its steering; an arm holds and leaves its gripper as
    it was commanded last: an open hand would drop what it carries.

    Args:
        robot: Whose action it is.
        last: The last action, shape (A,); None where there was none.
    """
    before = np.zeros(len(robot.action_low)) if last is None else np.asarray(last, np.float64)
    result = np.zeros(len(robot.action_low))
    if robot.action_kind == "acceleration_curvature":
        result[:] = robot.action_low[0], before[1]
    elif robot.action_kind == "steering_speed":
        result[0] = before[0]
    elif robot.has_gripper:
        # An episode begins with an open gripper.
        result[-1] = robot.action_high[-1] if last is None else before[-1]
    return np.clip(result, robot.action_low, robot.action_high)
