"""Many rays at once, as a lidar casts them.

Legend: N rays.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from physai_sim.core.geometry import Array
from physai_sim.simulation.body import Body
from physai_sim.simulation.engine import bullet
from physai_sim.simulation.world import World

# The engine's own limit is 16384, of which it answers one too few.
BATCH = 8192
# Hits that are looked at behind the surface of an excluded body.
MAX_SURFACES = 256


@dataclass(frozen=True, slots=True)
class RayHits:
    """What rays met first.

    Args:
        fraction: Where along each ray, in 0..1; 1 where it met nothing, shape (N,).
        body_id: The engine's number of the body, -1 for nothing, shape (N,).
        normal: Surface normal in the world frame; zeros for nothing, shape (N, 3).
    """

    fraction: Array
    body_id: NDArray[np.int64]
    normal: Array


def cast_rays(
    world: World, starts_m: Array, ends_m: Array, *, exclude: Body | None = None
) -> RayHits:
    """Cast rays against everything that collides.

    Bodies without a collision shape (roads, targets) let rays through, and so does a convex
    shape in which a ray starts.

    Args:
        world: What to cast into; nothing in it changes.
        starts_m: World frame, shape (N, 3) [m].
        ends_m: Shape (N, 3) [m].
        exclude: A body that rays pass through: the one that carries the sensor.
    """
    found = _batches(world, starts_m, ends_m, hit_number=-1)
    if exclude is None:
        return found
    blocked = np.flatnonzero(found.body_id == exclude.id)
    beyond = _nearest_beyond(world, starts_m[blocked], ends_m[blocked], exclude=exclude)
    found.fraction[blocked] = beyond.fraction
    found.body_id[blocked] = beyond.body_id
    found.normal[blocked] = beyond.normal
    return found


def _nearest_beyond(world: World, starts_m: Array, ends_m: Array, *, exclude: Body) -> RayHits:
    """Nearest hit of each ray that is not with `exclude`.

    Filters of the engine would disturb its contacts; asking for every hit disturbs nothing. The
    engine numbers the hits of a ray in no order, so the nearest is sought among all.
    """
    count = len(starts_m)
    nearest = RayHits(np.ones(count), np.full(count, -1, dtype=np.int64), np.zeros((count, 3)))
    open_rays = np.arange(count)
    for number in range(MAX_SURFACES):
        if not open_rays.size:
            break
        hits = _batches(world, starts_m[open_rays], ends_m[open_rays], hit_number=number)
        better = (hits.body_id >= 0) & (hits.body_id != exclude.id)
        better &= hits.fraction < nearest.fraction[open_rays]
        chosen = open_rays[better]
        nearest.fraction[chosen] = hits.fraction[better]
        nearest.body_id[chosen] = hits.body_id[better]
        nearest.normal[chosen] = hits.normal[better]
        open_rays = open_rays[hits.body_id >= 0]
    return nearest


def _batches(world: World, starts_m: Array, ends_m: Array, *, hit_number: int) -> RayHits:
    rows: list[Any] = []
    for start in range(0, len(starts_m), BATCH):
        part = slice(start, start + BATCH)
        rows += bullet.rayTestBatch(
            starts_m[part].tolist(),
            ends_m[part].tolist(),
            reportHitNumber=hit_number,
            physicsClientId=world.client,
        )
    ids = np.array([row[0] for row in rows], dtype=np.int64)
    missed = ids < 0
    fraction = np.array([row[2] for row in rows], dtype=np.float64)
    normal = np.array([row[4] for row in rows], dtype=np.float64).reshape(-1, 3)
    fraction[missed], normal[missed] = 1.0, 0.0
    return RayHits(fraction, ids, normal)
