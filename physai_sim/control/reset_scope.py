"""What a reset brings back; source: simulation_interfaces/srv/ResetSimulation."""

from __future__ import annotations

from enum import IntFlag

from physai_sim.control.control_error import ControlError, ResultCode


class Scope(IntFlag):
    """Parts of a simulation: its time, the state of the world file's bodies, what was spawned."""

    DEFAULT = 0
    TIME = 1
    STATE = 2
    SPAWNED = 4
    ALL = 255


_KNOWN_BITS = Scope.TIME | Scope.STATE | Scope.SPAWNED


EVERYTHING = Scope.TIME | Scope.STATE | Scope.SPAWNED


def parts_of(scope: int) -> Scope:
    """The parts that a number names; 0 and 255 are everything.

    Raises:
        ControlError: With FEATURE_UNSUPPORTED, if it names another.
    """
    if scope in (Scope.DEFAULT, Scope.ALL):
        return EVERYTHING
    if scope < 0 or int(scope) & ~int(EVERYTHING):
        code, known = ResultCode.FEATURE_UNSUPPORTED, "TIME 1, STATE 2, SPAWNED 4 or ALL 255"
        raise ControlError(code, "scope of a reset", got=scope, expected=known)
    return Scope(scope)
