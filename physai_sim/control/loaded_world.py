"""A world that is loaded, with everything that lives as long as it does."""

from __future__ import annotations

from dataclasses import dataclass

from physai_sim.control.entities import Entities
from physai_sim.control.spawn_models import SpawnModels
from physai_sim.control.spawner import Spawner
from physai_sim.control.world_catalog import WorldInfo, describe
from physai_sim.envs.session import Session


@dataclass(frozen=True, slots=True)
class LoadedWorld:
    """A world.

    Args:
        info: What it is.
        session: Its episodes.
        entities: Its bodies as services know them.
        spawner: What came into it since.
    """

    info: WorldInfo
    session: Session
    entities: Entities
    spawner: Spawner


def loaded(session: Session, *, uri: str, models: SpawnModels) -> LoadedWorld:
    """What goes with a session; spawned bodies stand again after each of its resets."""
    entities = Entities(session.world)
    spawner = Spawner(session.world, entities, models)
    session.on_placed = spawner.place_again
    return LoadedWorld(describe(session.config, uri=uri), session, entities, spawner)
