"""Where a sensor with a frame of its own is fixed: imu and lidar."""

from __future__ import annotations

from physai_sim.core.errors import UnknownNameError
from physai_sim.core.geometry import Pose
from physai_sim.core.scene_config import PoseConfig
from physai_sim.core.types import MountSpec
from physai_sim.simulation.body import Body
from physai_sim.simulation.world import World

WORLD = "world"


class PlaceConfig(PoseConfig):
    """A pose in a parent's frame; the parent is `world`, a body (its base) or `body/link`."""

    parent: str


def mount_spec(world: World, place: PlaceConfig, *, sensor: str) -> MountSpec:
    """The mount with its link named.

    Raises:
        UnknownNameError: If the world lacks the body, or the body the link.
    """
    found = carrier(world, place, sensor=sensor)
    parent = WORLD if found is None else f"{found[0].name}/{found[1]}"
    return MountSpec(parent, place.pose())


def carrier(world: World, place: PlaceConfig, *, sensor: str) -> tuple[Body, str] | None:
    """Body and link that a sensor is fixed to; None for the world itself.

    Raises:
        UnknownNameError: If the world lacks the body, or the body the link.
    """
    name, _, link = place.parent.partition("/")
    where = f"sensors.{sensor}.mount.parent"
    if place.parent == WORLD:
        return None
    if name not in world.bodies:
        known = (WORLD, *world.bodies)
        raise UnknownNameError("no such body", where=where, got=name, known=known)
    body = world.bodies[name]
    if link and link not in body.links:
        raise UnknownNameError("no such link", where=where, got=link, known=body.links)
    return body, link or body.base_link


def mount_pose(world: World, place: PlaceConfig, *, sensor: str) -> Pose:
    """The sensor's frame in the world now."""
    found = carrier(world, place, sensor=sensor)
    if found is None:
        return place.pose()
    body, link = found
    return body.link_pose(link).compose(place.pose())
