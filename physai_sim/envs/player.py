"""Lets a policy play in a session: asks it when its chunk runs out, and plays chunks by time."""

from __future__ import annotations

import sys
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import numpy as np

from physai_sim.core import registry
from physai_sim.core.action_queue import ActionQueue
from physai_sim.core.errors import ActionError, PhysAIError, PolicyError
from physai_sim.core.geometry import Array
from physai_sim.core.protocols import Policy
from physai_sim.core.types import ActionChunk, EpisodeSpec, Observation
from physai_sim.envs.session import Session


def make_policy(name: str, *, where: str = "") -> Policy:
    """Make the policy behind a name.

    Args:
        name: File name, entry point or `file.py:Class`; `NAME:FILE` hands a file to a policy that
            plays one, as in `trained:policy.npz`.
        where: What to name in the error.

    Raises:
        PhysAIError: If there is none, it cannot be made, or it lacks what the protocol asks for.
    """
    kind, file = find_policy(name, where=where)
    with _blaming(kind, "__init__"):
        policy: Policy = kind(file) if file else kind()
    for wanted in ("needs_privileged", "reset", "infer"):
        if not hasattr(policy, wanted):
            raise PolicyError(f"{kind.__name__} has no {wanted!r}", where=where, got=name)
    return policy


def find_policy(name: str, *, where: str = "") -> tuple[type[Any], str]:
    """The class behind a name, and the file that the name hands to it ("" for none).

    Raises:
        PhysAIError: If there is none.
    """
    short, _, file = ("" if ".py:" in name else name).partition(":")
    return registry.find("policies", short or name, where=where), file


@contextmanager
def open_policy(name: str, *, where: str = "") -> Iterator[Policy]:
    """As `make_policy`, and let it give back what it holds at the end, whatever happened.

    Raises:
        PhysAIError: As `make_policy`; or if it cannot give it back.
    """
    policy = make_policy(name, where=where)
    try:
        yield policy
    finally:
        if hasattr(policy, "close"):
            with _blaming(type(policy), "close"):
                policy.close()


class Player:
    """A policy with its queue of actions.

    Args:
        policy: Who decides.
        spec: The episodes it plays.
        candidates: Whether a policy that has `candidates` is asked for all of them.

    Attributes:
        asked: The chunk that the last call of `act` asked for; None where one was still playing.
        candidates: All that the policy held possible when it was last asked; first what plays.
    """

    asked: ActionChunk | None = None
    candidates: tuple[ActionChunk, ...] = ()

    def __init__(self, policy: Policy, spec: EpisodeSpec, *, candidates: bool = False) -> None:
        self._policy, self._spec = policy, spec
        self._asks_all = candidates and hasattr(policy, "candidates")
        self._queue = ActionQueue(len(spec.action_low))

    def reset(self, seed: int, *, spec: EpisodeSpec | None = None) -> None:
        """Start an episode.

        Args:
            seed: For what the policy draws.
            spec: The episode's own, where each may be told something else.

        Raises:
            PolicyError: If the policy raises.
        """
        self._queue.clear()
        self._spec = spec or self._spec
        with _blaming(type(self._policy), "reset"):
            self._policy.reset(spec=self._spec, seed=seed)

    def act(self, observation: Observation) -> Array:
        """The action that holds from the observation's stamp on, shape (A,).

        Raises:
            ActionError: If the policy's chunk is none, has a wrong shape, a number that is not
                finite, or does not reach the stamp that it was asked for.
            PolicyError: If the policy raises.
            EndEpisode: If it wants to end the episode.
        """
        self.asked = None
        if not self._queue.covers(observation.stamp_ns):
            self.asked = self._asked(observation)
            self._queue.push(self.asked)
        return self._queue.action_at(observation.stamp_ns)

    def _asked(self, observation: Observation) -> ActionChunk:
        kind, method = type(self._policy), "candidates" if self._asks_all else "infer"
        with _blaming(kind, method):
            answer: Any = getattr(self._policy, method)(observation)
            chunks = tuple(answer) if self._asks_all else (answer,)
        where = f"{kind.__name__}.{method}"
        for chunk in chunks or (None,):
            if not isinstance(chunk, ActionChunk):
                what, expected = "no action chunk", "ActionChunk"
                raise ActionError(what, where=where, got=chunk, expected=expected)
        self._check_alike(chunks, where)
        self.candidates = chunks
        return self.candidates[0]

    def _check_alike(self, chunks: tuple[ActionChunk, ...], where: str) -> None:
        """Refuse what can be no candidate beside the first; the first is checked as it is played.

        Raises:
            ActionError: If one of them is malformed, or of another rate or length.
        """
        for chunk in chunks[1:]:
            ActionQueue(len(self._spec.action_low)).push(chunk)
            kinds = [(c.hz, np.shape(c.actions)) for c in (chunks[0], chunk)]
            if kinds[0] != kinds[1]:
                what = "a candidate of another rate or length"
                raise ActionError(what, where=where, got=kinds[1], expected=str(kinds[0]))


def succeeds(session: Session, player: Player, seed: int) -> bool:
    """Play one episode; whether it ended in success."""
    observation = session.reset(seed)
    player.reset(seed, spec=session.spec)
    while True:
        step = session.step(player.act(observation))
        observation = step.observation
        if step.outcome is not None:
            return step.outcome.is_success


@contextmanager
def _blaming(kind: type[object], method: str) -> Iterator[None]:
    """Whatever a policy raises becomes one line that names its class and the line at fault."""
    try:
        yield
    except PhysAIError:
        raise
    except (Exception, SystemExit) as error:
        frames = traceback.extract_tb(error.__traceback__)
        home = getattr(sys.modules.get(kind.__module__), "__file__", None)
        frame = next((f for f in reversed(frames) if f.filename == home), frames[-1])
        what = f"{type(error).__name__}: {error}".rstrip(": ")
        place = f"{kind.__name__}.{method} ({frame.filename}:{frame.lineno})"
        raise PolicyError(f"the policy raised {what}", where=place) from error
