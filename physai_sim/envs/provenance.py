"""Where the episode of a session comes from."""

from __future__ import annotations

from physai_sim import __version__
from physai_sim.core.types import Provenance
from physai_sim.envs.session import Session
from physai_sim.rendering import choice


def provenance_of(session: Session) -> Provenance:
    """The provenance of the episode that a session was reset to."""
    return Provenance(
        source="simulated",
        by=f"physai_sim {__version__}",
        seed=session.seed,
        config_hash=session.spec.config_hash,
        details={"renderer": choice.renderer_of(session.world).describe()},
        draw=session.draw,
    )
