"""Services on the state of the simulation, and on bringing it back to a start."""

from __future__ import annotations

from typing import Any

from physai_sim.control.reset_scope import Scope
from physai_sim.control.sim_control import SimControl
from physai_sim.ros.make import make
from physai_sim.ros.simulation.convert import MSG


def get_simulation_state(control: SimControl, request: Any, response: Any) -> None:
    """GetSimulationState."""
    del request
    response.state = make(f"{MSG}SimulationState", state=int(control.state))


def set_simulation_state(control: SimControl, request: Any, response: Any) -> None:
    """SetSimulationState."""
    del response
    control.set_state(int(request.state.state))


def reset_simulation(control: SimControl, request: Any, response: Any) -> None:
    """ResetSimulation."""
    del response
    control.reset(int(request.scope))


def reset_episode(control: SimControl, request: Any, response: Any) -> None:
    """ResetEpisode of physai_msgs: the next episode, with a seed where one is given."""
    control.reset(Scope.STATE, seed=int(request.seed) if request.use_seed else None)
    response.success, response.seed = True, control.loaded.session.seed
