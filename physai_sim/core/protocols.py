"""What a person may add from outside, as protocols: a class with these methods is enough."""

from __future__ import annotations

from typing import Protocol

from physai_sim.core.types import ActionChunk, EpisodeSpec, Observation


class Policy(Protocol):
    """Observation -> ActionChunk, fast (10-50 Hz). Lives in `policies/control/NAME.py`.

    Attributes:
        needs_privileged: Whether `Observation.privileged` must hold the task's ground truth.
    """

    needs_privileged: bool

    def reset(self, *, spec: EpisodeSpec, seed: int) -> None:
        """Start an episode; everything learned in the last one is forgotten."""

    def infer(self, observation: Observation) -> ActionChunk:
        """Decide what to do from `observation.stamp_ns` on."""
