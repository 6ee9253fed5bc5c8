"""Contacts of a body with everything else, by name; the strongest point of each pair of links."""

from __future__ import annotations

from physai_sim.core.truth import Contact
from physai_sim.simulation.body import Body
from physai_sim.simulation.engine import bullet
from physai_sim.simulation.world import World


def contacts_of(world: World, body: Body) -> tuple[Contact, ...]:
    """What touches `body` now, one Contact for each pair of links, in a fixed order."""
    by_id = {other.id: other for other in world.bodies.values()}
    strongest: dict[tuple[int, int, int], Contact] = {}
    for raw in bullet.getContactPoints(bodyA=body.id, physicsClientId=world.client):
        if raw[8] > 0:  # apart, within the engine's contact margin
            continue
        other = by_id[raw[2]]
        contact = Contact(
            body_a=body.name,
            link_a=body.link_names[raw[3]],
            body_b=other.name,
            link_b=other.link_names[raw[4]],
            position_m=raw[6],
            normal=raw[7],
            depth_m=-raw[8],
            force_n=raw[9],
        )
        key = (raw[3], raw[2], raw[4])
        if key not in strongest or strongest[key].force_n < contact.force_n:
            strongest[key] = contact
    return tuple(strongest[key] for key in sorted(strongest))


def touches(world: World, body: Body, other: Body) -> bool:
    """Whether two bodies touch now."""
    points = bullet.getContactPoints(body.id, other.id, physicsClientId=world.client)
    return any(point[8] <= 0 for point in points)
