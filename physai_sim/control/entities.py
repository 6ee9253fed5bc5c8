"""Entities of a running world: what they are, where they are, and putting them elsewhere."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from physai_sim.control.control_error import ControlError, EntityStateCode, ResultCode
from physai_sim.control.entity_filter import EntityFilter
from physai_sim.control.entity_frames import checked_pose, frame_pose
from physai_sim.control.entity_types import (
    Bounds,
    BoundsKind,
    Category,
    EntityChange,
    EntityFilters,
    EntityInfo,
    Point,
)
from physai_sim.core.geometry import Array, rotation_matrix
from physai_sim.core.truth import BodyState
from physai_sim.rendering.labelling import body_corners
from physai_sim.simulation.body import Body
from physai_sim.simulation.world import World

_CATEGORIES = {
    "robot": Category.ROBOT,
    "pedestrian": Category.HUMAN,
    "vehicle": Category.DYNAMIC_OBJECT,
}


class Entities:
    """The bodies of a world under the names that services use.

    Args:
        world: Whose bodies; it may be reset, and bodies may come and go.
    """

    def __init__(self, world: World) -> None:
        self._world = world
        self._told: dict[str, EntityInfo] = {}

    def names(self, filters: EntityFilters | None = None) -> list[str]:
        """Those that pass, in the world's order.

        Raises:
            ControlError: If the filter is none.
        """
        wanted = EntityFilter(filters or EntityFilters())
        bodies = self._world.bodies
        return [n for n, b in bodies.items() if wanted.matches(n, self.info(n), _box(b))]

    def info(self, name: str) -> EntityInfo:
        """What an entity is: as it was told by `set_info`, else as its body is.

        Raises:
            ControlError: If there is no such entity.
        """
        return self._told.get(name) or _info_of(self._body(name))

    def set_info(self, name: str, info: EntityInfo) -> None:
        """Say what an entity is, until it goes.

        Raises:
            ControlError: If there is no such entity, or no such category.
        """
        self._body(name)
        if info.category not in tuple(Category):
            code, known = ResultCode.OPERATION_FAILED, [f"{c.name} {c.value}" for c in Category]
            raise ControlError(code, "unknown category", got=info.category, known=known)
        self._told[name] = info

    def forget(self, name: str) -> None:
        """An entity has gone."""
        self._told.pop(name, None)

    def state(self, name: str) -> BodyState:
        """Pose and velocity of its base link's frame in the world.

        Raises:
            ControlError: If there is no such entity.
        """
        return self._body(name).state()

    def states(self, filters: EntityFilters | None = None) -> dict[str, BodyState]:
        """State of each that passes; see `names`."""
        return {name: self.state(name) for name in self.names(filters)}

    def bounds(self, name: str) -> Bounds:
        """Its box along the axes of its base link, in that frame; none for what is only seen.

        Raises:
            ControlError: If there is no such entity.
        """
        return body_bounds(self._body(name))

    def set_state(self, name: str, change: EntityChange) -> None:
        """Put an entity somewhere, or give it a velocity; physics goes on from there.

        Raises:
            ControlError: If there is no such entity, the pose or a velocity is none, a velocity
                is asked of what cannot move, or a robot whose base is bolted down is to be put
                elsewhere: its place is told once, by a static transform.
        """
        body = self._body(name)
        frame = frame_pose(self._world, change.frame, code=EntityStateCode.INVALID_POSE)
        before = body.state()
        pose = before.pose_in_world
        if change.pose is not None:
            if body.is_fixed and body.info.category == "robot":
                what = "a robot whose base is fixed cannot be moved"
                raise ControlError(ResultCode.OPERATION_FAILED, what, where=name)
            own = checked_pose(change.pose, code=EntityStateCode.INVALID_POSE)
            pose = frame.compose(own)
        turn = rotation_matrix(frame.rotation_xyzw)
        linear = _velocity(change.linear_mps, before.linear_mps, turn)
        angular = _velocity(change.angular_radps, before.angular_radps, turn)
        if body.is_fixed and (any(linear) or any(angular)):
            what = "a static entity cannot have a velocity"
            raise ControlError(ResultCode.OPERATION_FAILED, what, where=name)
        body.set_state(BodyState(pose, linear, angular))

    def _body(self, name: str) -> Body:
        bodies = self._world.bodies
        if name not in bodies:
            raise ControlError(ResultCode.NOT_FOUND, "no such entity", got=name, known=bodies)
        return bodies[name]


def body_bounds(body: Body) -> Bounds:
    """Box of a body in the frame of its base link."""
    if not any(body.info.size_m):
        return Bounds()
    corners = body_corners(body)
    there = body.base_pose().inverse().matrix()
    own = corners @ there[:3, :3].T + there[:3, 3]
    return Bounds(BoundsKind.BOX, (_point(own.max(axis=0)), _point(own.min(axis=0))))


def _box(body: Body) -> tuple[Array, Array]:
    corners = body_corners(body)
    return corners.min(axis=0), corners.max(axis=0)


def _info_of(body: Body) -> EntityInfo:
    kind = body.info.category
    usual = Category.STATIC_OBJECT if body.is_fixed else Category.OBJECT
    size = " x ".join(f"{length:g}" for length in body.info.size_m)
    return EntityInfo(_CATEGORIES.get(kind, usual), f"{kind}, {size} m", (kind,))


def _velocity(given: Point | None, before: Point, turn: Array) -> Point:
    """A velocity in the world frame, turned from the frame it was given in."""
    if given is None:
        return before
    if not all(math.isfinite(value) for value in given):
        raise ControlError(ResultCode.OPERATION_FAILED, "a velocity is not finite", got=given)
    return _point(turn @ np.asarray(given))


def _point(values: Any) -> Point:
    x, y, z = (float(value) for value in values)
    return (x, y, z)
