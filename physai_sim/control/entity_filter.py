"""Which entities a query is about."""

from __future__ import annotations

import math

import numpy as np

from physai_sim.control.control_error import ControlError, ResultCode
from physai_sim.control.entity_types import Bounds, BoundsKind, EntityFilters, EntityInfo
from physai_sim.control.posix_regex import PosixRegex
from physai_sim.core.errors import ConfigError
from physai_sim.core.geometry import Array


class EntityFilter:
    """A checked filter.

    Args:
        filters: What was asked.

    Raises:
        ControlError: If the pattern or the bounds are none, or of a kind that is not supported.
    """

    def __init__(self, filters: EntityFilters) -> None:
        self._filters = filters
        self._regex: PosixRegex | None = None
        if filters.pattern:
            try:
                self._regex = PosixRegex(filters.pattern)
            except ConfigError as error:
                raise ControlError(ResultCode.OPERATION_FAILED, str(error)) from None
        _check_bounds(filters.bounds)

    def matches(self, name: str, info: EntityInfo, box: tuple[Array, Array]) -> bool:
        """Whether an entity passes.

        Args:
            name: Its name.
            info: What it is.
            box: Least and greatest corner of its box along the world's axes, (3,) each [m].
        """
        asked = self._filters
        if self._regex is not None and not self._regex.search(name):
            return False
        if asked.categories and info.category not in asked.categories:
            return False
        return asked.tags.matches(info.tags) and _overlaps(asked.bounds, *box)


def _check_bounds(bounds: Bounds) -> None:
    if bounds.kind == BoundsKind.EMPTY:
        return
    if bounds.kind not in (BoundsKind.BOX, BoundsKind.SPHERE):
        code, known = ResultCode.FEATURE_UNSUPPORTED, "a box (1) or a sphere (3)"
        raise ControlError(code, "bounds of this type", got=int(bounds.kind), expected=known)
    code = ResultCode.OPERATION_FAILED
    if len(bounds.points) != 2:
        raise ControlError(code, "points of the bounds", got=len(bounds.points), expected="2")
    if not all(math.isfinite(value) for point in bounds.points for value in point):
        raise ControlError(code, "points of the bounds are not finite", got=bounds.points)
    if bounds.kind == BoundsKind.SPHERE and bounds.points[1][0] < 0.0:
        raise ControlError(code, "a negative radius", got=bounds.points[1][0])


def _overlaps(bounds: Bounds, low: Array, high: Array) -> bool:
    if bounds.kind == BoundsKind.EMPTY:
        return True
    first, second = (np.asarray(point) for point in bounds.points)
    if bounds.kind == BoundsKind.SPHERE:
        nearest = np.clip(first, low, high)
        return bool(np.linalg.norm(nearest - first) <= second[0])
    # Corners count in either order: the standard's own words have been read both ways.
    least, most = np.minimum(first, second), np.maximum(first, second)
    return bool((least <= high).all() and (low <= most).all())
