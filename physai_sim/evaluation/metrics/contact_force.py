"""How hard the arm touched what is around it."""

from __future__ import annotations

from physai_sim.evaluation.episode import Episode
from physai_sim.evaluation.metrics.base import Metric, MetricResult, unknown


class ContactForce(Metric):
    """Greatest normal force of an arm against anything but itself [N]; 0 if it touched nothing.

    Forces are those between two links, the strongest within each control step. `mean_n` is their
    mean, `touching_share` the share of control stamps with a contact, and the greatest force
    against each body is a part by the body's name. There is no impulse: between the control
    stamps only the strongest force is recorded, so that its sum over time would be too great.
    """

    group = "manipulation"
    unit = "N"
    better = "lower"

    def applies(self, episode: Episode) -> bool:
        """Arms only."""
        return bool(episode.tools)

    def score(self, episode: Episode) -> MetricResult:
        """See the class."""
        if not len(episode.stamps_ns):
            return unknown("no control stamp was recorded")
        if not episode.facts.is_truth:
            return unknown("contacts are known in simulation only")
        forces, stamps = dict[str, list[float]](), set[int]()
        for stamp, contact in episode.contacts:
            if contact.body_a in episode.tools and contact.body_a != contact.body_b:
                forces.setdefault(contact.body_b, []).append(contact.force_n)
                stamps.add(stamp)
        every = [force for found in forces.values() for force in found]
        parts: dict[str, float | None] = {
            "mean_n": sum(every) / len(every) if every else None,
            "touching_share": len(stamps) / len(episode.stamps_ns),
            **{f"{body}_n": max(found) for body, found in sorted(forces.items())},
        }
        return MetricResult(max(every, default=0.0), parts=parts)
