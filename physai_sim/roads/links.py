"""Which lane leads to which, and which lie side by side."""

from __future__ import annotations

import dataclasses
from collections import defaultdict
from collections.abc import Callable, Mapping
from typing import Any

from physai_sim.core.strict import FieldError
from physai_sim.roads.config import RoadsConfig
from physai_sim.roads.connect import JOIN_M, JOIN_RAD
from physai_sim.roads.lane import Lane
from physai_sim.roads.segment import wrapped

_LEFT, _RIGHT = "left", "right"
_OTHER = {_LEFT: _RIGHT, _RIGHT: _LEFT}
_ROUNDING_M = 1e-6
_TOUCH_M = 0.005  # less than the outline's probe, so that lanes that touch have no edge between


class Links:
    """The links between placed lanes, as a configuration claims them and geometry allows them.

    Args:
        config: The claims.
        lanes: The same lanes in the world frame, by id.
        refuse: Makes the error for a value at a path of keys.

    Raises:
        FieldError: If lanes that claim to join do not meet, lanes beside each other overlap, or a
            lane is part of two junctions.
    """

    def __init__(
        self, config: RoadsConfig, lanes: Mapping[str, Lane], *, refuse: Callable[..., FieldError]
    ) -> None:
        self._lanes, self._refuse = lanes, refuse
        self._successors: dict[str, list[str]] = defaultdict(list)
        self._predecessors: dict[str, list[str]] = defaultdict(list)
        self._sides: dict[str, dict[str, str]] = defaultdict(dict)
        self._junctions: dict[str, str] = {}
        for lane_id, lane in config.lanes.items():
            if lane.after is not None:
                self._link(lane.after, lane_id)
            for index, name in enumerate(lane.joins):
                self._join(lane_id, name, path=("lanes", lane_id, "joins", index))
            if lane.beside is not None and lane.offset_m is not None:
                self._place(lane_id, lane.beside, offset_m=lane.offset_m, reverse=lane.reverse)
        for junction, members in config.junctions.items():
            for name in members.lanes:
                self._claim(name, junction)

    def linked(self, lane_id: str) -> Lane:
        """The lane with its links."""
        links: dict[str, Any] = dict(self._sides[lane_id])
        links["successors"] = tuple(self._successors[lane_id])
        links["predecessors"] = tuple(self._predecessors[lane_id])
        links["junction"] = self._junctions.get(lane_id)
        return dataclasses.replace(self._lanes[lane_id], **links)

    def _link(self, first: str, second: str) -> None:
        if second not in self._successors[first]:
            self._successors[first].append(second)
            self._predecessors[second].append(first)

    def _join(self, first: str, second: str, *, path: tuple[str | int, ...]) -> None:
        end, start = self._lanes[first].path.end, self._lanes[second].path.start
        ahead_m, left_m = end.local(start.x_m, start.y_m)
        turn_rad = wrapped(start.yaw_rad - end.yaw_rad)
        if max(abs(ahead_m), abs(left_m)) > JOIN_M or abs(turn_rad) > JOIN_RAD:
            what = (
                f"{second} does not start where {first} ends: it starts {ahead_m:.3f} m ahead of "
                f"there, {left_m:.3f} m to the left and turned by {turn_rad:.4f} rad"
            )
            expected = f"within {JOIN_M} m and {JOIN_RAD} rad"
            raise self._refuse(what, path, expected=expected)
        self._link(first, second)

    def _place(self, lane_id: str, other: str, *, offset_m: float, reverse: bool) -> None:
        touching_m = (self._lanes[lane_id].width_m + self._lanes[other].width_m) / 2.0
        gap_m = abs(offset_m) - touching_m
        path = ("lanes", lane_id, "offset_m")
        if gap_m < -_ROUNDING_M:
            expected = f"at least half of both widths, {touching_m} m"
            raise self._refuse(f"overlaps {other}", path, got=offset_m, expected=expected)
        if gap_m > _TOUCH_M:
            return  # a strip of ground lies between: no neighbour that could be driven to
        side = _LEFT if offset_m > 0.0 else _RIGHT
        for here, its_side, there in (
            (other, side, lane_id),
            (lane_id, side if reverse else _OTHER[side], other),
        ):
            taken = self._sides[here].setdefault(its_side, there)
            if taken != there:
                what = f"{taken} and {there} both lie {its_side} of {here}"
                raise self._refuse(what, path, got=offset_m)

    def _claim(self, name: str, junction: str) -> None:
        taken = self._junctions.setdefault(name, junction)
        if taken != junction:
            what = f"lane {name} is part of both {taken} and {junction}"
            raise self._refuse(what, ("junctions", junction, "lanes"))
