"""What the car ran into."""

from __future__ import annotations

from collections.abc import Sequence

from physai_sim.evaluation.driving.car import car_info, car_name
from physai_sim.evaluation.driving.impacts import Impact, impacts, missing_contacts
from physai_sim.evaluation.episode import Episode
from physai_sim.evaluation.metrics.base import Event, Metric, MetricResult, unknown


class Collisions(Metric):
    """Number of collisions.

    Contacts of the car with one body are one collision as long as no 0.5 s pass without one.
    Each is classified on its own by what was hit (`kerb`, `building`, `vehicle`, ...), so that
    hitting a kerb and a house at once counts as two, and by the sides of the car's box nearest to
    its contacts (`front`, `rear`, `lateral`): one collision may have several sides, and none
    hides another's. `any` is 1 if there was one, `max_force_n` the strongest contact.

    Whose fault it was (`at_fault`, `not_at_fault`) is decided by the first rule that applies:

    1. The car stood (at most 0.05 m/s just before): not at fault.
    2. A pedestrian was hit: at fault.
    3. What was hit stood: at fault.
    4. The front of the car touched it, or the side is not known: at fault.
    5. The rear did: it was struck from behind and is not at fault, unless it drove backwards.
    6. The side did: at fault unless all of the car was in one lane, or in two of which one leads
       to the other; where no roads were recorded, in the route's lane.

    Source: nuPlan's at-fault collisions (nuplan-devkit, no_ego_at_fault_collisions.py), which
    tells front and rear by the track's bearing and has no rule of its own for pedestrians.
    """

    group = "driving"
    unit = "1"
    better = "lower"

    def applies(self, episode: Episode) -> bool:
        """Driving only."""
        return episode.facts.is_driving

    def score(self, episode: Episode) -> MetricResult:
        """See the class."""
        if reason := missing_contacts(episode):
            return unknown(reason)
        found = impacts(episode)
        parts: dict[str, float | None] = {}
        for impact in found:
            parts[impact.category] = (parts.get(impact.category) or 0.0) + 1.0
        for side in ("front", "rear", "lateral"):
            known = car_info(episode) is not None
            parts[side] = float(sum(side in one.sides for one in found)) if known else None
        at_fault = sum(one.is_at_fault for one in found)
        parts |= {"at_fault": float(at_fault), "not_at_fault": float(len(found) - at_fault)}
        parts["any"] = float(bool(found))
        parts["max_force_n"] = max((one.force_n for one in found), default=0.0)
        return MetricResult(float(len(found)), events=_events(episode, found), parts=parts)


def _events(episode: Episode, found: Sequence[Impact]) -> tuple[Event, ...]:
    return tuple(Event(one.stamp_ns, f"{_text(episode, one)}{_fault(one)}") for one in found)


def _text(episode: Episode, impact: Impact) -> str:
    named = impact.category in impact.body
    what = impact.body if named else f"{impact.category} {impact.body}"
    return f"{impact.link} of {car_name(episode)} hit {what}"


def _fault(impact: Impact) -> str:
    return "" if impact.is_at_fault else " (not at fault)"
