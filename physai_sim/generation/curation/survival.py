"""Which labels of a film still fit it, body by body."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from physai_sim.generation.physics.measures.base import Finding

MEASURE = "control_fidelity"
# A body of which the true film shows less says nothing, as a verdict needs half of the measures.
FOLLOWED = 0.5


def survival_by_body(findings: Sequence[Finding]) -> dict[str, tuple[float | None, float]]:
    """Shares of frames in which a body's label fits: in the film, and in the true film.

    A body that the tracker loses in the film has None.
    """
    found = next((one for one in findings if one.name == MEASURE), None)
    if found is None:
        return {}
    own = found.parts.get("survival_by_body", {})
    floors = found.floor_parts.get("survival_by_body", {})
    return {body: (own.get(body), float(floor)) for body, floor in sorted(floors.items())}


def lost_labels(
    survival: Mapping[str, tuple[float | None, float]], minimum: float
) -> dict[str, float]:
    """Bodies whose labels survive too rarely, with their shares of what the true film reaches.

    That is by how much the film is to blame: a tracker loses some of a body in the true film too.
    A body that it loses there most of the time says nothing.
    """
    shares = {
        body: min((own or 0.0) / floor, 1.0)
        for body, (own, floor) in survival.items()
        if floor >= FOLLOWED
    }
    return {body: share for body, share in shares.items() if share < minimum}
