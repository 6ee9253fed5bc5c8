"""What the car ran into."""

from __future__ import annotations

from physai_sim.core.truth import Contact
from physai_sim.evaluation.episode import Episode
from physai_sim.evaluation.metrics.base import Event, Metric, MetricResult, unknown

HARMLESS = ("ground", "road")
SAME_NS = 500_000_000


class Collisions(Metric):
    """Number of collisions.

    Contacts of the car with one body are one collision as long as no 0.5 s pass without one.
    Each is classified on its own by what was hit (`kerb`, `building`, `object`, ...), so that
    hitting a kerb and a house at once counts as two. `max_force_n` is the strongest contact.
    """

    group = "driving"
    unit = "1"
    better = "lower"

    def applies(self, episode: Episode) -> bool:
        """Driving only."""
        return episode.facts.is_driving

    def score(self, episode: Episode) -> MetricResult:
        """See the class."""
        if not len(episode.stamps_ns):
            return unknown("no control stamp was recorded")
        bodies = episode.facts.bodies
        parts: dict[str, float | None] = {}
        events, last, strongest = [], dict[tuple[str, str], int](), 0.0
        for stamp, contact in episode.contacts:
            # A body that came in mid-episode is not among those of its start.
            info = bodies.get(contact.body_b)
            category = info.category if info is not None else "object"
            if category in HARMLESS:
                continue
            strongest = max(strongest, contact.force_n)
            pair = (contact.body_a, contact.body_b)
            if stamp - last.get(pair, -SAME_NS - 1) > SAME_NS:
                events.append(Event(stamp, _text(contact, category)))
                parts[category] = (parts.get(category) or 0.0) + 1.0
            last[pair] = stamp
        parts["max_force_n"] = strongest
        return MetricResult(float(len(events)), events=tuple(events), parts=parts)


def _text(contact: Contact, category: str) -> str:
    what = contact.body_b if category in contact.body_b else f"{category} {contact.body_b}"
    return f"{contact.link_a} of {contact.body_a} hit {what}"
