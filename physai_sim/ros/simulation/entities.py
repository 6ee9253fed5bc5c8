"""Services on entities: which there are, what and where they are, and putting them elsewhere."""

from __future__ import annotations

from typing import Any

from physai_sim.control.control_error import ControlError, ResultCode
from physai_sim.control.sim_control import SimControl
from physai_sim.messages.episode_stream import START_NS
from physai_sim.ros.simulation import convert


def get_entities(control: SimControl, request: Any, response: Any) -> None:
    """GetEntities."""
    filters = convert.filters_from(request.filters)
    response.entities = control.loaded.entities.names(filters)


def get_entities_states(control: SimControl, request: Any, response: Any) -> None:
    """GetEntitiesStates."""
    states = control.loaded.entities.states(convert.filters_from(request.filters))
    stamp_ns = _stamp_ns(control)
    response.entities = list(states)
    response.states = [convert.state(state, stamp_ns) for state in states.values()]


def get_entity_state(control: SimControl, request: Any, response: Any) -> None:
    """GetEntityState."""
    state = control.loaded.entities.state(request.entity)
    response.state = convert.state(state, _stamp_ns(control))


def set_entity_state(control: SimControl, request: Any, response: Any) -> None:
    """SetEntityState; physics decides on accelerations, as the standard lets it."""
    loaded, name = control.loaded, request.entity
    is_accelerated = convert.asks_acceleration(request)
    loaded.entities.state(name)  # raises where there is none
    if is_accelerated and loaded.session.world.bodies[name].is_fixed:
        what = "a static entity cannot have an acceleration"
        raise ControlError(ResultCode.OPERATION_FAILED, what, where=name)
    loaded.entities.set_state(name, convert.change_from(request))
    if is_accelerated:
        response.result.error_message = "the acceleration was ignored: physics decides on it"


def get_entity_info(control: SimControl, request: Any, response: Any) -> None:
    """GetEntityInfo."""
    response.info = convert.info(control.loaded.entities.info(request.entity))


def set_entity_info(control: SimControl, request: Any, response: Any) -> None:
    """SetEntityInfo."""
    del response
    control.loaded.entities.set_info(request.entity, convert.info_from(request.info))


def get_entity_bounds(control: SimControl, request: Any, response: Any) -> None:
    """GetEntityBounds."""
    response.bounds = convert.bounds(control.loaded.entities.bounds(request.entity))


def _stamp_ns(control: SimControl) -> int:
    """The stamp that the present instant bears on topics [ns]."""
    return START_NS + control.clock.now_ns
