"""The services with what answers them and what they offer.

Source: simulation_interfaces, whose features name the service that each belongs to.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from physai_sim.control.features import Feature
from physai_sim.control.sim_control import SimControl
from physai_sim.ros.simulation import entities, spawning, states, worlds

Handler = Callable[[SimControl, Any, Any], None]


@dataclass(frozen=True, slots=True)
class Entry:
    """One service.

    Args:
        type_name: Of its class.
        handler: Answers it; its name is that of the service.
        features: Those that are offered where the service is.
        in_loop: Whether the world's loop must call the handler; else any thread may.
    """

    type_name: str
    handler: Handler
    features: tuple[Feature, ...] = ()
    in_loop: bool = True

    @property
    def name(self) -> str:
        """Its name, private to the node."""
        return f"~/{self.handler.__name__}"


def _entry(kind: str, handler: Handler, *features: Feature, in_loop: bool = True) -> Entry:
    return Entry(f"simulation_interfaces/srv/{kind}", handler, features, in_loop)


_F = Feature
TABLE = (
    _entry(
        *("GetEntities", entities.get_entities),
        *(_F.ENTITY_TAGS, _F.ENTITY_CATEGORIES, _F.ENTITY_BOUNDS_BOX),
    ),
    _entry("GetEntitiesStates", entities.get_entities_states),
    _entry("GetEntityState", entities.get_entity_state, _F.ENTITY_STATE_GETTING),
    _entry("SetEntityState", entities.set_entity_state, _F.ENTITY_STATE_SETTING),
    _entry("GetEntityInfo", entities.get_entity_info, _F.ENTITY_INFO_GETTING),
    _entry("SetEntityInfo", entities.set_entity_info, _F.ENTITY_INFO_SETTING),
    _entry("GetEntityBounds", entities.get_entity_bounds, _F.ENTITY_BOUNDS),
    _entry("GetSpawnables", spawning.get_spawnables, _F.SPAWNABLES, in_loop=False),
    _entry("SpawnEntity", spawning.spawn_entity, _F.SPAWNING, _F.SPAWNING_RESOURCE_STRING),
    _entry("SpawnEntities", spawning.spawn_entities, _F.SPAWNING_ENTITIES),
    _entry("DeleteEntity", spawning.delete_entity, _F.DELETING),
    _entry("LoadWorld", worlds.load_world, _F.WORLD_LOADING, _F.WORLD_RESOURCE_STRING),
    _entry("UnloadWorld", worlds.unload_world, _F.WORLD_UNLOADING),
    _entry("GetCurrentWorld", worlds.get_current_world, _F.WORLD_INFO_GETTING),
    _entry(
        *("GetAvailableWorlds", worlds.get_available_worlds),
        *(_F.AVAILABLE_WORLDS, _F.WORLD_TAGS),
        in_loop=False,
    ),
    _entry("GetNamedPoses", worlds.get_named_poses, _F.NAMED_POSES),
    _entry("GetNamedPoseBounds", worlds.get_named_pose_bounds, _F.POSE_BOUNDS),
    # While the loop loads a world, this alone can say so.
    _entry(
        *("GetSimulationState", states.get_simulation_state),
        *(_F.SIMULATION_STATE_GETTING,),
        in_loop=False,
    ),
    _entry(
        *("SetSimulationState", states.set_simulation_state),
        *(_F.SIMULATION_STATE_SETTING, _F.SIMULATION_STATE_PAUSE),
    ),
    _entry(
        *("ResetSimulation", states.reset_simulation),
        *(_F.SIMULATION_RESET, _F.SIMULATION_RESET_TIME),
        *(_F.SIMULATION_RESET_STATE, _F.SIMULATION_RESET_SPAWNED),
    ),
    Entry("physai_msgs/srv/ResetEpisode", states.reset_episode),
)
"""All but the features themselves, and steps, which take time."""
