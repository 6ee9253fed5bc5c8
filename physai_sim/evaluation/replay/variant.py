"""A policy that plays a recording: on what was sensed, or with one thing of it changed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field

import numpy as np

from physai_sim.core.errors import BagError
from physai_sim.core.geometry import Array
from physai_sim.core.protocols import EndEpisode, Policy
from physai_sim.core.types import ActionChunk, EpisodeSpec, Observation
from physai_sim.envs.player import Player, open_policy
from physai_sim.evaluation.episode import Plan
from physai_sim.evaluation.replay.perturbation import Perturbation


@dataclass(slots=True)
class Decided:
    """What a policy decided in an episode.

    Args:
        plans: Its answers.
        stamps_ns: Control stamps at which it had an action [ns].
        actions: Those actions, shape (A,) each.
        ended_ns: When it ended the episode; None if it never did [ns].
    """

    plans: list[Plan] = field(default_factory=list)
    stamps_ns: list[int] = field(default_factory=list)
    actions: list[Array] = field(default_factory=list)
    ended_ns: int | None = None


class Variant:
    """A policy with its queue of actions, asked when its chunk runs out, as in a run.

    Args:
        policy: Who decides; nobody else may use it.
        perturbation: What it senses otherwise; None for nothing.
    """

    def __init__(self, policy: Policy, perturbation: Perturbation | None = None) -> None:
        self.policy, self.perturbation = policy, perturbation
        self._player: Player | None = None
        self.decided = Decided()

    def begin(self, spec: EpisodeSpec, seed: int) -> None:
        """Start an episode.

        Raises:
            PhysAIError: If the policy or what is changed does not fit the episode.
        """
        if self.perturbation is not None:
            spec = self.perturbation.begin(spec, seed)
        self.decided = Decided()
        self._player = Player(self.policy, spec, candidates=True)
        self._player.reset(seed, spec=spec)

    def see(self, observation: Observation) -> None:
        """Decide what to do at a control stamp, unless the policy has ended the episode.

        Raises:
            PolicyError: If the policy raises.
            ActionError: If what it decides is no chunk for this stamp.
        """
        if self._player is None:
            raise BagError("an observation before its episode began")
        decided = self.decided
        if decided.ended_ns is not None:
            return
        if self.perturbation is not None:
            observation = self.perturbation.seen(observation)
        try:
            action = self._player.act(_own(observation))
        except EndEpisode:
            decided.ended_ns = observation.stamp_ns
            return
        decided.stamps_ns.append(observation.stamp_ns)
        decided.actions.append(action)
        if self._player.asked is not None:
            chunks = tuple(_kept(chunk) for chunk in self._player.candidates)
            decided.plans.append(Plan(observation.stamp_ns, chunks))


@contextmanager
def open_variants(
    policy: str, perturbations: Sequence[Perturbation]
) -> Iterator[tuple[Variant, ...]]:
    """The policy on what was recorded, and a further one of it for each perturbation.

    Raises:
        PhysAIError: If there is no such policy, or it cannot be made or closed.
    """
    with ExitStack() as stack:
        yield tuple(
            Variant(stack.enter_context(open_policy(policy, where="--policy")), perturbation)
            for perturbation in (None, *perturbations)
        )


def _own(observation: Observation) -> Observation:
    """The observation in arrays of its own: what one policy does to them no other may see."""
    truth = observation.privileged
    return Observation(
        observation.stamp_ns,
        {name: reading.copy() for name, reading in observation.sensors.items()},
        observation.instruction,
        None if truth is None else {name: value.copy() for name, value in truth.items()},
    )


def _kept(chunk: ActionChunk) -> ActionChunk:
    """A copy: policies may use their arrays again."""
    actions = np.array(chunk.actions, dtype=np.float64)
    return ActionChunk(int(chunk.start_ns), int(chunk.hz), actions)
