"""All lanes of a world, and the questions asked of them together."""

from __future__ import annotations

import math
from collections.abc import Mapping
from functools import cached_property
from types import MappingProxyType

from physai_sim.core.errors import UnknownNameError
from physai_sim.roads.bounds import SegmentIndex
from physai_sim.roads.build import build_lanes
from physai_sim.roads.config import KerbConfig, RoadsConfig
from physai_sim.roads.lane import Lane, LanePosition
from physai_sim.roads.outline import CRACK_M, Edge, outline
from physai_sim.roads.route import Route
from physai_sim.roads.search import shortest
from physai_sim.roads.segment import wrapped

# What a radian of wrong heading weighs against distance when a lane is sought: enough that the
# lane beside, driven the other way, never beats the right one from within it.
_METRES_PER_RADIAN = 2.0


class RoadNetwork:
    """Linked lanes in the world frame.

    Args:
        lanes: The lanes by id; their links name one another.
        kerb: Kerbs to draw along the outline, if any.
        markings: Whether lines are drawn on the lanes.
    """

    def __init__(
        self, lanes: Mapping[str, Lane], *, kerb: KerbConfig | None = None, markings: bool = True
    ) -> None:
        self.lanes: Mapping[str, Lane] = MappingProxyType(dict(lanes))
        self.kerb, self.markings = kerb, markings
        self._places = [
            (lane, number) for lane in lanes.values() for number in range(len(lane.segments))
        ]
        self._index = SegmentIndex([lane.segments[number] for lane, number in self._places])

    @classmethod
    def from_config(cls, config: RoadsConfig, *, where: str = "roads") -> RoadNetwork:
        """The network a world file describes.

        Args:
            config: The `roads:` part.
            where: What to name in errors, for example `town.yaml: roads`.

        Raises:
            FieldError: If the lanes contradict one another.
        """
        lanes = build_lanes(config, where=where)
        return cls(lanes, kerb=config.kerb, markings=config.markings)

    def lane(self, lane_id: str) -> Lane:
        """The lane of that name.

        Raises:
            UnknownNameError: If there is none.
        """
        if lane_id not in self.lanes:
            raise UnknownNameError("there is no such lane", got=lane_id, known=self.lanes)
        return self.lanes[lane_id]

    def successors(self, lane_id: str) -> tuple[Lane, ...]:
        """The lanes that start where this one ends."""
        return tuple(self.lanes[name] for name in self.lane(lane_id).successors)

    def nearest(self, x_m: float, y_m: float, *, yaw_rad: float | None = None) -> LanePosition:
        """The lane whose centreline is nearest to a point of the world frame, and where on it.

        Args:
            x_m: The point.
            y_m: The point.
            yaw_rad: A heading: lanes that run otherwise there count as 2 m farther per radian,
                which tells apart lanes that cross or run against each other.
        """
        best, found = math.inf, (self._places[0], 0.0)
        for bound_m, index in self._index.by_distance(x_m, y_m):
            if bound_m >= best:
                break
            lane, number = self._places[index]
            segment = lane.segments[number]
            cost, s_m = segment.nearest(x_m, y_m, low_m=0.0, high_m=segment.length_m)
            if yaw_rad is not None:
                turn_rad = wrapped(segment.pose_at(s_m).yaw_rad - yaw_rad)
                cost += _METRES_PER_RADIAN * abs(turn_rad)
            if cost < best:
                best, found = cost, (self._places[index], s_m)
        (lane, number), s_m = found
        return LanePosition(lane.id, *lane.path.position(number, s_m, x_m=x_m, y_m=y_m))

    @cached_property
    def outline(self) -> tuple[Edge, ...]:
        """The edge of the drivable area, which is everything that some lane covers."""
        return outline(tuple(self.lanes.values()))

    @cached_property
    def _outline_index(self) -> SegmentIndex:
        return SegmentIndex([edge.segment for edge in self.outline])

    def is_on_road(self, x_m: float, y_m: float) -> bool:
        """Whether a point of the world frame lies on the drivable area."""
        return self.edge_distance_m(x_m, y_m) >= 0.0

    def edge_distance_m(self, x_m: float, y_m: float) -> float:
        """Distance from a point to the edge of the drivable area; negative off the road.

        Lanes that touch or cross are one area: between them there is no edge.
        """
        best_m = math.inf
        for bound_m, index in self._outline_index.by_distance(x_m, y_m):
            if bound_m >= best_m:
                break
            segment = self.outline[index].segment
            found_m, _ = segment.nearest(x_m, y_m, low_m=0.0, high_m=segment.length_m)
            best_m = min(best_m, found_m)
        # Away from the outline, what is not covered can only be a crack between joining lanes.
        slack_m = CRACK_M if best_m > 2.0 * CRACK_M else 0.0
        return best_m if self._covered(x_m, y_m, slack_m=slack_m) else -best_m

    def _covered(self, x_m: float, y_m: float, *, slack_m: float) -> bool:
        widest_m = max(lane.width_m for lane in self.lanes.values())
        for bound_m, index in self._index.by_distance(x_m, y_m):
            if bound_m > widest_m / 2.0 + 2.0 * slack_m:
                break
            lane, number = self._places[index]
            if lane.segment_covers(x_m, y_m, number=number, slack_m=slack_m):
                return True
        return False

    def route(self, start_lane: str, goal_lane: str) -> Route:
        """The way of the fewest metres from the start of one lane to the end of another.

        Raises:
            ConfigError: If no way leads there.
        """
        start, goal = self.lane(start_lane), self.lane(goal_lane)
        return Route(shortest(self.lanes, (start.id,), goal=goal.id))

    def loop(self, start_lane: str) -> Route:
        """The shortest way from the start of a lane round to itself; its s never ends.

        Raises:
            ConfigError: If no way leads back.
        """
        start = self.lane(start_lane)
        lanes = shortest(self.lanes, start.successors, goal=start.id)
        return Route((start, *lanes[:-1]), closed=True)
