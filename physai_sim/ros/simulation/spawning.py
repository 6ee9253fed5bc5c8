"""Services that bring bodies into a running world and take them out."""

from __future__ import annotations

from typing import Any

from physai_sim.control.control_error import ENTITIES_SPAWN_FAILED, ControlError
from physai_sim.control.sim_control import SimControl
from physai_sim.ros.make import make
from physai_sim.ros.simulation import convert
from physai_sim.ros.simulation.results import failure, result


def get_spawnables(control: SimControl, request: Any, response: Any) -> None:
    """GetSpawnables; sources that are not known are named, and are no failure."""
    found, unknown = control.models.spawnables(list(request.sources))
    response.spawnables = [convert.spawnable(one) for one in found]
    if unknown:
        response.result.error_message = f"sources that are not known: {', '.join(unknown)}"


def spawn_entity(control: SimControl, request: Any, response: Any) -> None:
    """SpawnEntity."""
    response.entity_name = control.loaded.spawner.spawn(convert.spawn_from(request))


def spawn_entities(control: SimControl, request: Any, response: Any) -> None:
    """SpawnEntities: each by itself, whatever becomes of the others."""
    spawner, failed = control.loaded.spawner, 0
    for asked in request.spawn_requests:
        try:
            name, said = spawner.spawn(convert.spawn_from(asked)), result()
        except ControlError as error:
            name, said, failed = "", failure(error), failed + 1
        one = make(f"{convert.MSG}SpawnResult", result=said, entity_name=name)
        response.results.append(one)
    if failed:
        text = f"{failed} of {len(response.results)} entities were not spawned"
        response.result = result(ENTITIES_SPAWN_FAILED, text)


def delete_entity(control: SimControl, request: Any, response: Any) -> None:
    """DeleteEntity."""
    del response
    control.loaded.spawner.delete(request.entity)
