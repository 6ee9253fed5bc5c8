"""From the lanes of a world file to lanes in the world frame, refusing what contradicts itself."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from graphlib import CycleError, TopologicalSorter
from typing import Any

from physai_sim.core.strict import FieldError
from physai_sim.roads.config import LaneConfig, PieceConfig, RoadsConfig
from physai_sim.roads.connect import connection
from physai_sim.roads.lane import Lane
from physai_sim.roads.links import Links
from physai_sim.roads.path import Path
from physai_sim.roads.segment import Arc, PlanarPose, Segment, Straight


def build_lanes(config: RoadsConfig, *, where: str) -> dict[str, Lane]:
    """All lanes of a configuration, linked, in its order.

    Raises:
        FieldError: If lanes name others that do not exist, begin after one another in a circle,
            or do not fit together.
    """
    builder = _Builder(config, where)
    builder.check_names()
    for lane_id in builder.order():
        builder.lanes[lane_id] = builder.lane(lane_id)
    links = Links(config, builder.lanes, refuse=builder.refusal)
    lanes = {lane_id: links.linked(lane_id) for lane_id in config.lanes}
    for lane in lanes.values():
        builder.check_kerb(lane)
    return lanes


def piece_segment(piece: PieceConfig, start: PlanarPose) -> Segment:
    """The segment that a piece of a configured path makes from `start`."""
    if piece.straight_m is not None:
        return Straight(start, piece.straight_m)
    assert piece.arc_radius_m is not None  # PieceConfig allows nothing else
    assert piece.arc_angle_rad is not None
    return Arc(start, piece.arc_radius_m, piece.arc_angle_rad)


@dataclass
class _Builder:
    config: RoadsConfig
    where: str
    lanes: dict[str, Lane] = field(default_factory=dict)

    def refusal(self, what: str, path: tuple[str | int, ...], **facts: Any) -> FieldError:
        """The error about the value at `path` below `roads`."""
        place = ".".join((self.where, *(str(part) for part in path)))
        return FieldError(what, path=path, where=place, **facts)

    def check_names(self) -> None:
        """Refuse the first name that no lane has."""
        for lane_id, lane in self.config.lanes.items():
            self._check_name(lane.after, ("lanes", lane_id, "after"))
            self._check_name(lane.beside, ("lanes", lane_id, "beside"))
            for index, name in enumerate(lane.joins):
                self._check_name(name, ("lanes", lane_id, "joins", index))
        for junction, members in self.config.junctions.items():
            for index, name in enumerate(members.lanes):
                self._check_name(name, ("junctions", junction, "lanes", index))

    def _check_name(self, name: str | None, path: tuple[str | int, ...]) -> None:
        if name is not None and name not in self.config.lanes:
            known = self.config.lanes
            raise self.refusal("there is no such lane", path, got=name, known=known)

    def order(self) -> Iterable[str]:
        """Lane ids, each after those that its place depends on."""
        needs = {lane_id: _needs(lane) for lane_id, lane in self.config.lanes.items()}
        try:
            return tuple(TopologicalSorter(needs).static_order())
        except CycleError as error:
            circle = tuple(reversed(error.args[1]))
            what = "lanes begin after one another in a circle"
            path = ("lanes", circle[0])
            raise self.refusal(what, path, got=" -> ".join(circle)) from None

    def lane(self, lane_id: str) -> Lane:
        """One lane without its links; the lanes it needs are there already."""
        config = self.config.lanes[lane_id]
        parent = self.lanes.get(config.after or config.beside or "")
        width_m, limit_mps = config.width_m, config.speed_limit_mps
        if parent is not None:
            width_m, limit_mps = width_m or parent.width_m, limit_mps or parent.speed_limit_mps
        assert width_m is not None  # LaneConfig asks a lane without a parent for both
        assert limit_mps is not None
        lane = Lane(lane_id, self._course(lane_id, config, parent=parent), width_m, limit_mps)
        self._check_arcs(lane)
        return lane

    def _course(self, lane_id: str, config: LaneConfig, *, parent: Lane | None) -> Path:
        if config.offset_m is not None and parent is not None:
            self._check_offset(lane_id, config, parent=parent)
            path = parent.path.parallel(config.offset_m)
            return path.reversed() if config.reverse else path
        start = _start(config, parent)
        if config.path is None:
            return self._led(lane_id, start, goal=self.lanes[config.joins[0]])
        segments: list[Segment] = []
        for piece in config.path:
            segments.append(piece_segment(piece, start))
            start = segments[-1].pose_at(segments[-1].length_m)
        return Path(segments)

    def _led(self, lane_id: str, start: PlanarPose, *, goal: Lane) -> Path:
        path = connection(start, goal.path.start)
        if path is None:
            what = f"no straight and arc lead from {_shown(start)} to {_shown(goal.path.start)}"
            raise self.refusal(what, ("lanes", lane_id), expected="a path of its own")
        return path

    def _check_offset(self, lane_id: str, config: LaneConfig, *, parent: Lane) -> None:
        """Refuse a parallel lane that lies beyond the centre of one of the arcs."""
        offset_m = config.offset_m or 0.0
        for arc in parent.segments:
            if arc.curvature_per_m * offset_m >= 1.0:
                what = f"beside an arc whose centre is {1.0 / arc.curvature_per_m} m to the left"
                raise self.refusal(what, ("lanes", lane_id, "offset_m"), got=offset_m)

    def _check_arcs(self, lane: Lane) -> None:
        own = self.config.lanes[lane.id].path is not None
        for index, arc in enumerate(lane.segments):
            if isinstance(arc, Arc) and arc.radius_m <= lane.width_m / 2.0:
                least = f"more than half the width, {lane.width_m / 2.0} m"
                path = ("lanes", lane.id, *(("path", index) if own else ()))
                what = "the arc's radius is too small"
                raise self.refusal(what, path, got=arc.radius_m, expected=least)

    def check_kerb(self, lane: Lane) -> None:
        """Refuse kerbs that would fold over inside an arc of the lane."""
        kerb = self.config.kerb
        for arc in lane.segments if kerb and lane.junction is None else ():
            neighbour = lane.left if arc.curvature_per_m > 0.0 else lane.right
            if isinstance(arc, Arc) and kerb and neighbour is None:
                inner_m = arc.radius_m - lane.width_m / 2.0
                if inner_m <= kerb.reach_m:
                    what = (
                        f"no room inside an arc of {lane.id} whose inner edge turns at {inner_m} m"
                    )
                    raise self.refusal(what, ("kerb",), got=kerb.reach_m)


def _start(config: LaneConfig, parent: Lane | None) -> PlanarPose:
    if parent is not None:
        return parent.path.end
    assert config.start is not None  # LaneConfig allows nothing else
    return PlanarPose(config.start.x_m, config.start.y_m, config.start.yaw_rad)


def _needs(lane: LaneConfig) -> list[str]:
    """The lanes whose place decides this one's place."""
    led = lane.path is None and lane.beside is None
    return [name for name in (lane.after, lane.beside, *lane.joins[: int(led)]) if name]


def _shown(pose: PlanarPose) -> str:
    return f"({pose.x_m:.2f} m, {pose.y_m:.2f} m, {pose.yaw_rad:.3f} rad)"
