"""Turns parts of simulation_interfaces' messages into what `physai_sim.control` knows, and back.

Versions 1.x and 2.x differ in some fields; what the message at hand has decides.
"""

from __future__ import annotations

from typing import Any

from physai_sim.control.entity_types import (
    Bounds,
    EntityChange,
    EntityFilters,
    EntityInfo,
    TagsFilter,
)
from physai_sim.control.named_poses import NamedPose
from physai_sim.control.spawn_models import Resource, Spawnable
from physai_sim.control.spawner import SpawnRequest
from physai_sim.control.world_catalog import WorldInfo
from physai_sim.core.truth import BodyState
from physai_sim.messages import parts
from physai_sim.messages.topics import MAP_FRAME
from physai_sim.ros.make import make, message_class

MSG = "simulation_interfaces/msg/"


def resource_from(message: Any, field: str) -> Resource:
    """The resource of a request: a part of its own in 2.x, two fields of the request in 1.x.

    Args:
        message: A request, or a message that holds a resource.
        field: Name of the part in 2.x.
    """
    holder = getattr(message, field, message)
    return Resource(holder.uri, holder.resource_string)


def tags_from(message: Any) -> TagsFilter:
    """Of a TagsFilter."""
    return TagsFilter(tuple(message.tags), message.filter_mode == message.FILTER_MODE_ALL)


def bounds_from(message: Any) -> Bounds:
    """Of a Bounds."""
    return Bounds(int(message.type), tuple(parts.xyz(point) for point in message.points))


def filters_from(message: Any) -> EntityFilters:
    """Of an EntityFilters."""
    categories = tuple(int(one.category) for one in message.categories)
    tags, bounds = tags_from(message.tags), bounds_from(message.bounds)
    return EntityFilters(message.filter, categories, tags, bounds)


def info_from(message: Any) -> EntityInfo:
    """Of an EntityInfo."""
    tags = tuple(message.tags)
    return EntityInfo(int(message.category.category), message.description, tags)


def change_from(request: Any) -> EntityChange:
    """What a SetEntityState asks: pose and twist, and in 2.x only those that are chosen."""
    state = request.state
    sets_twist = getattr(request, "set_twist", True)
    return EntityChange(
        pose=parts.pose_from(state.pose) if getattr(request, "set_pose", True) else None,
        linear_mps=parts.xyz(state.twist.linear) if sets_twist else None,
        angular_radps=parts.xyz(state.twist.angular) if sets_twist else None,
        frame=state.header.frame_id,
    )


def asks_acceleration(request: Any) -> bool:
    """Whether a SetEntityState asks for one that is not zero."""
    given = request.state.acceleration
    numbers = (*parts.xyz(given.linear), *parts.xyz(given.angular))
    return any(numbers) and getattr(request, "set_acceleration", True)


def spawn_from(message: Any) -> SpawnRequest:
    """Of a request of SpawnEntity, or of one part of a request of SpawnEntities."""
    return SpawnRequest(
        resource_from(message, "entity_resource"),
        name=message.name,
        allow_renaming=message.allow_renaming,
        namespace=message.entity_namespace,
        pose=parts.pose_from(message.initial_pose.pose),
        frame=message.initial_pose.header.frame_id,
    )


def bounds(value: Bounds) -> Any:
    """A Bounds."""
    points = [parts.vector(make, point) for point in value.points]
    return make(f"{MSG}Bounds", type=int(value.kind), points=points)


def info(value: EntityInfo) -> Any:
    """An EntityInfo."""
    category = make(f"{MSG}EntityCategory", category=int(value.category))
    return make(
        f"{MSG}EntityInfo",
        category=category,
        description=value.description,
        tags=list(value.tags),
    )


def state(value: BodyState, stamp_ns: int) -> Any:
    """An EntityState in the world's frame; accelerations are not known, and zero."""
    return make(
        f"{MSG}EntityState",
        header=parts.header(make, stamp_ns, MAP_FRAME),
        pose=parts.pose(make, value.pose_in_world),
        twist=parts.twist(make, value.linear_mps, value.angular_radps),
    )


def named_pose(value: NamedPose) -> Any:
    """A NamedPose."""
    return make(
        f"{MSG}NamedPose",
        name=value.name,
        description=value.description,
        tags=list(value.tags),
        pose=parts.pose(make, value.pose),
    )


def spawnable(value: Spawnable) -> Any:
    """A Spawnable: its URI is a field in 1.x, and within a resource in 2.x."""
    fields: dict[str, object] = {"uri": value.uri}
    if "uri" not in message_class(f"{MSG}Spawnable").get_fields_and_field_types():
        fields = {"entity_resource": make(f"{MSG}Resource", **fields)}
    return make(f"{MSG}Spawnable", description=value.description, **fields)


def world(value: WorldInfo) -> Any:
    """A WorldResource."""
    return make(
        f"{MSG}WorldResource",
        name=value.name,
        world_resource=make(f"{MSG}Resource", uri=value.uri),
        description=value.description,
        tags=list(value.tags),
    )
