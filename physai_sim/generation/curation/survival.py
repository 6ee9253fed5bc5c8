"""Which labels of a film still fit it, body by body."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from physai_sim.generation.physics.measures.base import Finding

MEASURE = "control_fidelity"


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
    """Bodies whose labels survive too rarely, with their shares.

    A body says nothing where the true film itself does not reach the minimum.
    """
    told = {body: (own or 0.0) for body, (own, floor) in survival.items() if floor >= minimum}
    return {body: share for body, share in told.items() if share < minimum}
