"""One step of a group of sequences, and what came of it for each."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from policies.planning.hybrid.engine.sequence import Sequence
from policies.planning.hybrid.engine.session_cache import SessionCache
from policies.planning.hybrid.engine.stepping import Stepper
from policies.planning.hybrid.state.pools import StatePool

Mask = NDArray[np.bool_] | None


@dataclass(frozen=True, slots=True)
class Outcome:
    """A token, or why there can be none; neither where a prompt goes on."""

    sequence: Sequence
    token: int | None = None
    error: str | None = None


class Rounds:
    """Runs groups; a fault of one sequence stays with it, one of the model with its group.

    Args:
        stepper: Runs the model.
        pool: Its states.
        sessions: Where turns are kept.
        budget: Prompt tokens of a step.
    """

    def __init__(
        self, stepper: Stepper, pool: StatePool, sessions: SessionCache, budget: int
    ) -> None:
        self._stepper, self._pool, self._sessions = stepper, pool, sessions
        self._budget, self.prefilled = budget, 0

    def run(self, group: list[Sequence]) -> list[Outcome]:
        """Take in a piece of each; more than one sequence only where each adds a token."""
        first = group[0]
        try:
            if first.taken + len(piece := first.piece(self._budget)) < len(first.tokens):
                self._pool.extend(first.slot, len(piece))
                self._stepper.take_in(first, piece)
                self._took_in(first, len(piece))
                return [Outcome(first)]
            return self._drawn(group)
        except Exception as error:  # their states may be anything now
            return [Outcome(sequence, error=str(error)) for sequence in group]

    def _drawn(self, group: list[Sequence]) -> list[Outcome]:
        asked = [(sequence, *_asked(sequence)) for sequence in group]
        made = [
            Outcome(sequence, error=error) for sequence, _, error in asked if error is not None
        ]
        sequences = [sequence for sequence, _, error in asked if error is None]
        if not sequences:
            return made
        masks = [mask for _, mask, error in asked if error is None]
        pieces = [sequence.piece(self._budget) for sequence in sequences]
        for sequence, piece in zip(sequences, pieces, strict=True):
            self._pool.extend(sequence.slot, len(piece))
        tokens = self._stepper.step(sequences, pieces, masks)
        for sequence, piece, token in zip(sequences, pieces, tokens, strict=True):
            self._took_in(sequence, len(piece))
            fault = "the model's scores are not numbers" if token < 0 else None
            made.append(Outcome(sequence, None if fault else token, fault))
        return made

    def _took_in(self, sequence: Sequence, count: int) -> None:
        sequence.taken += count
        if sequence.taken <= len(sequence.request.tokens):
            self.prefilled += count
        if sequence.request.turn_ends and sequence.taken == sequence.request.turn_ends[-1]:
            self._sessions.keep(sequence.turns[-1], sequence.slot)


def _asked(sequence: Sequence) -> tuple[Mask, str | None]:
    """What may come next, or why nothing can: a grammar's fault must not end the others."""
    try:
        return sequence.allowed(), None
    except Exception as error:
        return None, str(error)
