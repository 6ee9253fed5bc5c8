"""What every what-if of a replay is: one thing that is sensed or told otherwise."""

from __future__ import annotations

from abc import ABC, abstractmethod

from physai_sim.core.types import EpisodeSpec, Observation


class Perturbation(ABC):
    """Changes what is observed, the same for equal episodes and seeds.

    Args:
        text: As it was written; its name in results.
    """

    def __init__(self, text: str) -> None:
        self.text = text

    def begin(self, spec: EpisodeSpec, seed: int) -> EpisodeSpec:
        """Start an episode.

        Args:
            spec: The episode's own.
            seed: Of the episode.

        Returns:
            What the policy is told of the episode.

        Raises:
            UnknownNameError: If the episode lacks what is to be changed.
        """
        del seed
        return spec

    @abstractmethod
    def seen(self, observation: Observation) -> Observation:
        """What the policy observes instead; arrays of the original are left as they are."""
