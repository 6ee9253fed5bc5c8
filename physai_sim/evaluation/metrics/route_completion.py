"""How much of the way was driven."""

from __future__ import annotations

from physai_sim.evaluation.driving.car_route import car_on_route, missing_route
from physai_sim.evaluation.episode import Episode
from physai_sim.evaluation.metrics.base import Metric, MetricResult, unknown


class RouteCompletion(Metric):
    """Share of the route that was reached, 0 to 1.

    The farthest point that was reached *while progress was continuous*: a car cannot gain by
    cutting across to a later part of the route, since a jump by more than twice the way that it
    drove meanwhile (and 2 m) ends the count.
    """

    group = "driving"
    unit = "1"
    better = "higher"

    def applies(self, episode: Episode) -> bool:
        """Driving only."""
        return episode.facts.is_driving

    def score(self, episode: Episode) -> MetricResult:
        """See the class."""
        if reason := missing_route(episode):
            return unknown(reason)
        place = car_on_route(episode)
        reached, length = float(place.along_m[: place.rows].max()), place.length_m
        # The last centimetres: the task counts success at a control stamp, the route ends exactly.
        share = 1.0 if reached >= length - 0.01 else reached / length
        return MetricResult(share, parts={"reached_m": reached, "route_m": length})
