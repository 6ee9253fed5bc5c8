"""How far the car drove from one incident to the next."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from physai_sim.evaluation.driving.car import steps_m
from physai_sim.evaluation.driving.impacts import impacts, missing_contacts
from physai_sim.evaluation.driving.spells import begins, events_at
from physai_sim.evaluation.episode import Episode
from physai_sim.evaluation.measures.poisson import mean_interval
from physai_sim.evaluation.metrics.base import Event, Metric, MetricResult, unknown
from physai_sim.evaluation.metrics.off_road import missing_off_road, off_road_rows


class DistanceBetweenIncidents(Metric):
    """Distance driven per incident [km]; an incident is a collision or leaving the road.

    Without an incident the value is the distance driven, as if one came at its very end: a bound,
    not an estimate, and `is_bound` is 1. `low_km` and `high_km` are the ends of the exact 95 %
    interval of the distance between incidents that come independently of each other; `high_km` is
    null without an incident, since nothing bounds it from above. `at_fault_km` and its companions
    leave out collisions that were not the car's fault (see `collisions`).

    Over episodes the distances and the incidents are summed before they are divided, and the
    interval is that of the sums.

    Source: AlpaSim's `avg_dist_between_incidents` and `..._at_fault`, which are infinite without
    an incident; the interval is that of Garwood (1936), "Fiducial limits for the Poisson
    distribution".
    """

    group = "driving"
    unit = "km"
    better = "higher"

    def applies(self, episode: Episode) -> bool:
        """Driving only."""
        return episode.facts.is_driving

    def score(self, episode: Episode) -> MetricResult:
        """See the class."""
        if reason := missing_contacts(episode):
            return unknown(f"collisions: {reason}")
        if reason := missing_off_road(episode):
            return unknown(f"off_road: {reason}")
        off = begins(off_road_rows(episode))
        hit = impacts(episode)
        events = [Event(one.stamp_ns, f"hit {one.body}") for one in hit]
        events += events_at(episode, off, "left the road")
        blamed = len(off) + sum(one.is_at_fault for one in hit)
        parts = _between(float(steps_m(episode).sum()) / 1000.0, len(events), blamed)
        value = parts.pop("value")
        ordered = tuple(sorted(events, key=lambda event: event.stamp_ns))
        return MetricResult(value, events=ordered, parts=parts)

    def pooled(self, results: Sequence[MetricResult]) -> Mapping[str, float | None]:
        """Distances and incidents of all known episodes, summed and then divided."""
        known = [one.parts for one in results if one.value is not None]
        if not known:
            return {}
        sums = {
            name: sum(parts[name] or 0.0 for parts in known)
            for name in ("distance_km", "incidents", "at_fault_incidents")
        }
        at_fault = int(sums["at_fault_incidents"])
        return _between(sums["distance_km"], int(sums["incidents"]), at_fault)


def _between(distance_km: float, incidents: int, at_fault: int) -> dict[str, float | None]:
    """Distance between incidents of both kinds, with their intervals."""
    low, high = _interval(distance_km, incidents)
    fault_low, fault_high = _interval(distance_km, at_fault)
    return {
        "value": distance_km / max(incidents, 1),
        "low_km": low,
        "high_km": high,
        "is_bound": float(incidents == 0),
        "at_fault_km": distance_km / max(at_fault, 1),
        "at_fault_low_km": fault_low,
        "at_fault_high_km": fault_high,
        "incidents": float(incidents),
        "at_fault_incidents": float(at_fault),
        "distance_km": distance_km,
    }


def _interval(distance_km: float, incidents: int) -> tuple[float, float | None]:
    few, many = mean_interval(incidents)
    return distance_km / many, distance_km / few if few > 0.0 else None
