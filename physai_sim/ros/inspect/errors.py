"""What goes wrong between us and nodes that run."""

from __future__ import annotations

from physai_sim.core.errors import PhysAIError


class LiveError(PhysAIError):
    """Nodes did not answer or appear in time, refused, or the domain cannot be joined."""
