"""Lets a policy play in a session: asks it when its chunk runs out, and plays chunks by time."""

from __future__ import annotations

from physai_sim.core.action_queue import ActionQueue
from physai_sim.core.geometry import Array
from physai_sim.core.protocols import Policy
from physai_sim.core.types import EpisodeSpec, Observation


class Player:
    """A policy with its queue of actions.

    Args:
        policy: Who decides.
        spec: The episodes it plays.
    """

    def __init__(self, policy: Policy, spec: EpisodeSpec) -> None:
        self._policy, self._spec = policy, spec
        self._queue = ActionQueue(len(spec.action_low))

    def reset(self, seed: int) -> None:
        """Start an episode."""
        self._queue.clear()
        self._policy.reset(spec=self._spec, seed=seed)

    def act(self, observation: Observation) -> Array:
        """The action that holds from the observation's stamp on, shape (A,).

        Raises:
            ActionError: If the policy's chunk has a wrong shape, a number that is not finite, or
                does not reach the stamp that it was asked for.
        """
        if not self._queue.covers(observation.stamp_ns):
            self._queue.push(self._policy.infer(observation))
        return self._queue.action_at(observation.stamp_ns)
