"""How far a shape that is put somewhere is from what stands in a World; nothing moves for it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from physai_sim.core.geometry import Pose
from physai_sim.core.scene_config import BodyConfig
from physai_sim.simulation.body import Body
from physai_sim.simulation.engine import bullet
from physai_sim.simulation.scene import shape_arguments
from physai_sim.simulation.world import World


@dataclass(frozen=True, slots=True)
class Shape:
    """A collision shape that belongs to no body; valid until the next reset of its World.

    Args:
        client: Physics client.
        id: The engine's number.
    """

    client: int
    id: int


def shape_of(world: World, config: BodyConfig) -> Shape:
    """The collision shape of a primitive body; a World frees its shapes when it is reset."""
    made = bullet.createCollisionShape(**shape_arguments(config), physicsClientId=world.client)
    return Shape(world.client, made)


def gap_to_body(shape: Shape, pose: Pose, body: Body, *, within_m: float) -> float | None:
    """Least distance of a shape at a pose to a body as it stands now [m], negative inside it.

    Args:
        shape: Of the same World.
        pose: Of its middle, in the world.
        body: Which body.
        within_m: How far to look.

    Returns:
        The distance; None if it is greater than `within_m`, or the body has no collision shape.
    """
    return _least(shape, pose, {"bodyB": body.id}, within_m)


def gap_to_shape(
    shape: Shape, pose: Pose, other: tuple[Shape, Pose], *, within_m: float
) -> float | None:
    """Least distance of two shapes at poses of their own [m]; see `gap_to_body`."""
    second, there = other
    placed = {
        "bodyB": -1,
        "collisionShapeB": second.id,
        "collisionShapePositionB": there.position_m,
        "collisionShapeOrientationB": there.rotation_xyzw,
    }
    return _least(shape, pose, placed, within_m)


def _least(shape: Shape, pose: Pose, other: dict[str, Any], within_m: float) -> float | None:
    points = bullet.getClosestPoints(
        bodyA=-1,
        collisionShapeA=shape.id,
        collisionShapePositionA=pose.position_m,
        collisionShapeOrientationA=pose.rotation_xyzw,
        distance=within_m,
        physicsClientId=shape.client,
        **other,
    )
    return min((float(point[8]) for point in points), default=None)
