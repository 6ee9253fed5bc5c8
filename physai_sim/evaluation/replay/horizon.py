"""Plans cut, or held by their last action, to the horizon that they are compared over."""

from __future__ import annotations

from physai_sim.core.timing import NS_PER_S
from physai_sim.core.types import ActionChunk
from physai_sim.evaluation.driving.trajectories import held
from physai_sim.evaluation.episode import Plan


def up_to(plan: Plan, horizon_ns: int, *, hold: bool) -> Plan:
    """A plan as far as it is compared.

    Args:
        plan: What a policy decided.
        horizon_ns: How far it is compared [ns].
        hold: Whether the last action of a shorter chunk goes on until there.

    Returns:
        The plan cut to the horizon; where it is held, `decided` says how much of it is its own.
    """
    first = plan.chunks[0]
    own, steps = len(first.actions), max(1, -(-horizon_ns * first.hz // NS_PER_S))
    if own == steps or (own < steps and not hold):
        return plan
    chunks = tuple(ActionChunk(c.start_ns, c.hz, held(c.actions, steps)) for c in plan.chunks)
    return Plan(plan.stamp_ns, chunks, own if own < steps else None)
