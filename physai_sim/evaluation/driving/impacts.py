"""What the car ran into, or what ran into it, and whose fault that was."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from physai_sim.core.truth import Contact
from physai_sim.evaluation.driving.boxes import corners_of, within
from physai_sim.evaluation.driving.car import (
    STANDING_MPS,
    car_boxes,
    car_info,
    car_name,
    car_rows,
    car_speeds,
)
from physai_sim.evaluation.driving.road_users import HARMLESS, category_of, road_users
from physai_sim.evaluation.driving.road_view import road_view
from physai_sim.evaluation.driving.route_geometry import along_route
from physai_sim.evaluation.episode import Episode
from physai_sim.evaluation.memo import once_per_episode

SAME_NS = 500_000_000
NO_CONTACTS = "contacts were not recorded"


@dataclass(frozen=True, slots=True)
class Impact:
    """Contacts of the car with one body, as long as no 0.5 s pass without one.

    Args:
        stamp_ns: Episode time of the first [ns].
        link: Link of the car that was touched first.
        body: What was hit.
        category: What that is.
        sides: On which sides of the car's box it was touched at that stamp, of "front", "rear"
            and "lateral"; none where the size of the box is not known.
        force_n: The strongest contact [N].
        is_at_fault: Whether the car is to blame.
    """

    stamp_ns: int
    link: str
    body: str
    category: str
    sides: frozenset[str]
    force_n: float
    is_at_fault: bool = False


def missing_contacts(episode: Episode) -> str:
    """Why impacts are not known; "" where they are.

    A recording of another system rarely has contacts, and none in it does not mean no impact.
    """
    if not len(episode.stamps_ns):
        return "no control stamp was recorded"
    return "" if episode.facts.is_truth or episode.contacts else NO_CONTACTS


@once_per_episode
def impacts(episode: Episode) -> tuple[Impact, ...]:
    """All impacts of the car, in the order of time; see `metrics.collisions` for the rules."""
    found: list[Impact] = []
    open_until: dict[str, tuple[int, int]] = {}  # body: (last stamp, place in `found`)
    hits = (one for one in episode.contacts if _is_hit(episode, one[1]))
    for stamp_ns, contact in sorted(hits, key=lambda one: one[0]):
        last_ns, place = open_until.get(contact.body_b, (-SAME_NS - 1, -1))
        if place >= 0 and stamp_ns - last_ns <= SAME_NS:
            found[place] = _joined(found[place], _impact(episode, stamp_ns, contact))
        else:
            place = len(found)
            found.append(_impact(episode, stamp_ns, contact))
        open_until[contact.body_b] = stamp_ns, place
    return tuple(replace(one, is_at_fault=_is_at_fault(episode, one)) for one in found)


def _is_hit(episode: Episode, contact: Contact) -> bool:
    """Whether the car touches what it must not."""
    is_ours = contact.body_a == car_name(episode)
    return is_ours and category_of(episode, contact.body_b) not in HARMLESS


def row_at(episode: Episode, stamp_ns: int) -> int:
    """The control stamp of an event; the last one before it where it lies between two."""
    row = int(np.searchsorted(episode.stamps_ns, stamp_ns, side="right")) - 1
    return min(max(row, 0), len(car_rows(episode)) - 1)


def _impact(episode: Episode, stamp_ns: int, contact: Contact) -> Impact:
    return Impact(
        stamp_ns,
        contact.link_a,
        contact.body_b,
        category_of(episode, contact.body_b),
        _sides(episode, stamp_ns, contact),
        contact.force_n,
    )


def _joined(first: Impact, later: Impact) -> Impact:
    sides = first.sides | later.sides if later.stamp_ns == first.stamp_ns else first.sides
    return replace(first, sides=sides, force_n=max(first.force_n, later.force_n))


def _sides(episode: Episode, stamp_ns: int, contact: Contact) -> frozenset[str]:
    """The side of the box that is nearest to a contact."""
    if car_info(episode) is None or not len(car_rows(episode)):
        return frozenset()
    box = car_boxes(episode)[row_at(episode, stamp_ns)]
    ahead, left = within(np.array(contact.position_m[:2]), box)
    half_length, half_width = box[3:5] / 2.0
    away = {
        "front": abs(half_length - ahead),
        "rear": abs(half_length + ahead),
        "lateral": abs(half_width - abs(left)),
    }
    return frozenset({min(away, key=lambda side: away[side])})


def _is_at_fault(episode: Episode, impact: Impact) -> bool:
    if not len(car_rows(episode)):
        return True
    # What was just before it: a contact belongs to the step that ends at its stamp.
    row = max(row_at(episode, impact.stamp_ns) - 1, 0)
    if car_speeds(episode)[row] <= STANDING_MPS:
        return False
    if impact.category == "pedestrian" or _stands(episode, impact.body, row):
        return True
    if "front" in impact.sides or not impact.sides:
        return True
    if "rear" in impact.sides:
        return bool(car_rows(episode)[row, 7] < 0.0)
    return not _keeps_lane(episode, row)


def _stands(episode: Episode, body: str, row: int) -> bool:
    """Whether a body stood before the impact; one whose way was not recorded never moves."""
    others = road_users(episode)
    if body not in others.names:
        return True
    speed = float(np.hypot(*others.velocities[others.names.index(body), row]))
    return not speed > STANDING_MPS


def _keeps_lane(episode: Episode, row: int) -> bool:
    """Whether the whole car was in one lane: of the roads, or else of the route."""
    view, width_m = road_view(episode), episode.facts.lane_width_m
    if view is not None:
        return bool(view.is_in_one_lane[row])
    if len(episode.route) < 2 or width_m is None:
        return False
    _, beside = along_route(episode.route, corners_of(car_boxes(episode)[row]))
    return bool((np.abs(beside) <= width_m / 2.0).all())
