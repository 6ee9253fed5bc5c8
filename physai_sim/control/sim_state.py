"""The states of a simulation, and which may follow which.

Source: simulation_interfaces, SimulationState.msg and SetSimulationState.srv. They disagree on
pausing what is stopped: the message says that this starts it paused, the service gives it as an
example of what is not allowed. It is allowed here, since without it nobody could step from the
very first instant.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import IntEnum

from physai_sim.control.control_error import ControlError, ResultCode, StateCode
from physai_sim.core.errors import PhysAIError


class SimState(IntEnum):
    """simulation_interfaces/msg/SimulationState."""

    STOPPED = 0
    PLAYING = 1
    PAUSED = 2
    QUITTING = 3
    NO_WORLD = 4
    LOADING_WORLD = 5


_INACTIVE = (SimState.NO_WORLD, SimState.LOADING_WORLD)
_BY_SERVICE = (SimState.STOPPED, SimState.PLAYING, SimState.PAUSED, SimState.QUITTING)


class StateMachine:
    """The present state.

    Args:
        on_stop: Brings the world to its start; called on the way to STOPPED.
    """

    def __init__(self, on_stop: Callable[[], None]) -> None:
        self._on_stop = on_stop
        self.state = SimState.NO_WORLD

    def request(self, target: int) -> None:
        """Go to a state, as SetSimulationState asks.

        Raises:
            ControlError: With the code of the service, if it is the present state, cannot follow
                on it, or the way there failed; the state is then as it was, or PAUSED where
                stopping failed.
        """
        if target not in _BY_SERVICE:
            known = [f"{one.name} {one.value}" for one in _BY_SERVICE]
            what = "a state that cannot be asked for"
            raise ControlError(StateCode.INCORRECT_TRANSITION, what, got=target, known=known)
        wanted = SimState(target)
        if wanted is self.state:
            code = StateCode.ALREADY_IN_TARGET_STATE
            raise ControlError(code, f"the simulation is {wanted.name} already")
        blocked = self.state is SimState.QUITTING
        blocked |= self.state is SimState.LOADING_WORLD
        blocked |= self.state is SimState.NO_WORLD and wanted is not SimState.QUITTING
        if blocked:
            what = f"the simulation is {self.state.name} and cannot become {wanted.name}"
            raise ControlError(StateCode.INCORRECT_TRANSITION, what)
        if wanted is SimState.STOPPED or (
            wanted is SimState.QUITTING and self.state in (SimState.PLAYING, SimState.PAUSED)
        ):
            self._stop()
        self.state = wanted

    def halt(self) -> None:
        """Pause what plays: no step can be taken any more."""
        if self.state is SimState.PLAYING:
            self.state = SimState.PAUSED

    def require_world(self) -> None:
        """Refuse while there is no world.

        Raises:
            ControlError: While none is loaded, or one is just being loaded.
        """
        if self.state in _INACTIVE:
            code = ResultCode.INCORRECT_STATE
            raise ControlError(code, f"the simulation is {self.state.name}", expected="a world")

    def _stop(self) -> None:
        self.state = SimState.PAUSED
        try:
            self._on_stop()
        except PhysAIError as error:
            raise ControlError(StateCode.STATE_TRANSITION_ERROR, str(error)) from error
