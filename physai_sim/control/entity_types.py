"""Entities as simulation_interfaces speaks of them: every body of the world is one."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

from physai_sim.core.geometry import Pose

Point = tuple[float, float, float]


class Category(IntEnum):
    """simulation_interfaces/msg/EntityCategory."""

    OBJECT = 0
    ROBOT = 1
    HUMAN = 2
    DYNAMIC_OBJECT = 4
    STATIC_OBJECT = 5


class BoundsKind(IntEnum):
    """simulation_interfaces/msg/Bounds."""

    EMPTY = 0
    BOX = 1
    CONVEX_HULL = 2
    SPHERE = 3


@dataclass(frozen=True, slots=True)
class Bounds:
    """A volume.

    Args:
        kind: What the points mean.
        points: Of a box its greatest and its least corner; of a sphere its centre and (radius, -,
            -); none where there are no bounds [m].
    """

    kind: int = BoundsKind.EMPTY
    points: tuple[Point, ...] = ()


@dataclass(frozen=True, slots=True)
class EntityInfo:
    """What an entity is: one of `Category`, words for people, and tags to filter by."""

    category: int
    description: str = ""
    tags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TagsFilter:
    """Tags that must match: any of them, or all; none for no filter."""

    tags: tuple[str, ...] = ()
    needs_all: bool = False

    def matches(self, tags: tuple[str, ...]) -> bool:
        """Whether something with these tags passes."""
        if not self.tags:
            return True
        return (all if self.needs_all else any)(tag in tags for tag in self.tags)


@dataclass(frozen=True, slots=True)
class EntityFilters:
    """What entities must be; each part that is empty lets all pass.

    Args:
        pattern: POSIX extended regular expression that must match a part of the name.
        categories: Any of them.
        tags: See `TagsFilter`.
        bounds: A volume of the world that they must overlap.
    """

    pattern: str = ""
    categories: tuple[int, ...] = ()
    tags: TagsFilter = TagsFilter()
    bounds: Bounds = Bounds()


@dataclass(frozen=True, slots=True)
class EntityChange:
    """What SetEntityState is to set; None leaves it as it is.

    Args:
        pose: Of the base link's frame.
        linear_mps: Velocity of that frame's origin [m/s].
        angular_radps: Angular velocity [rad/s].
        frame: What all of them are given in: empty, `world` or `map` for the world, or the name
            of an entity, or `entity/link`.
    """

    pose: Pose | None = None
    linear_mps: Point | None = None
    angular_radps: Point | None = None
    frame: str = ""
