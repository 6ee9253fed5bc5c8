"""What a person may add from outside, as protocols: a class with these methods is enough."""

from __future__ import annotations

from typing import Literal, Protocol

from physai_sim.core.errors import PhysAIError
from physai_sim.core.rollouts import Rollout, RolloutRequest
from physai_sim.core.types import ActionChunk, EpisodeSpec, Observation


class EndEpisode(PhysAIError):  # noqa: N818 - a wish, and an error only where nobody honours it
    """What a policy raises in `infer` to end the episode that it plays; recorders honour it.

    Args:
        wish: "keep" the episode as it is; "discard" it and play it again with the same seed; or
            "stop", which discards it and plays no more.
    """

    def __init__(self, wish: Literal["keep", "discard", "stop"]) -> None:
        self.wish = wish
        super().__init__("the policy ended the episode", got=wish)


class Policy(Protocol):
    """Observation -> ActionChunk, fast (10-50 Hz). Lives in `policies/control/NAME.py`.

    A policy that holds something (a terminal, a process) also has `close()`, which gives it back.
    One that weighs several futures may have `candidates(observation) -> Sequence[ActionChunk]`:
    what it holds possible, first what `infer` would give, all of one rate and length. Open-loop
    metrics ask it in place of `infer` and judge the best of them (minADE_k).

    Attributes:
        needs_privileged: Whether `Observation.privileged` must hold the task's ground truth.
    """

    needs_privileged: bool

    def reset(self, *, spec: EpisodeSpec, seed: int) -> None:
        """Start an episode; everything learned in the last one is forgotten."""

    def infer(self, observation: Observation) -> ActionChunk:
        """Decide what to do from `observation.stamp_ns` on.

        Raises:
            EndEpisode: To end the episode here.
        """


class RolloutGenerator(Protocol):
    """RolloutRequest -> Rollout. Lives in `physai_sim/generation/generators/NAME.py`."""

    def generate(self, request: RolloutRequest) -> Rollout:
        """Make one rollout; equal requests give equal rollouts, to the bit.

        Raises:
            PhysAIError: If the source cannot be read, or the request does not fit it.
        """
