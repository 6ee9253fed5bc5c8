"""Runs requests side by side: prompts in pieces, then one token of each at a step."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from threading import Condition, Thread

import torch
from torch import Tensor

from physai_sim.core.errors import PolicyError
from policies.planning.hybrid.batch import packed
from policies.planning.hybrid.engine.request import Finish, Request
from policies.planning.hybrid.engine.sequence import Sequence
from policies.planning.hybrid.engine.session_cache import SessionCache
from policies.planning.hybrid.engine.ticket import Ticket
from policies.planning.hybrid.model import HybridModel
from policies.planning.hybrid.state.pools import StatePool
from policies.planning.hybrid.state.slots import OutOfSlotsError


@dataclass(frozen=True, slots=True)
class EngineOptions:
    """How requests share the model.

    Args:
        budget: Prompt tokens of one step, of one request: where a prompt is cut does not depend
            on the others.
        waiting: Requests that may wait for a slot; 0 refuses at once.
        sessions: States at the ends of turns that are kept.
        alone: Whether each request's rows are computed by themselves, so that bits do not depend
            on the others; weights are then read once for each.
    """

    budget: int = 256
    waiting: int = 64
    sessions: int = 8
    alone: bool = True


class Engine:
    """One thread over one model and one pool.

    Args:
        model: In evaluation.
        pool: Its states; nobody else may use it.
        options: How requests share them.
    """

    def __init__(
        self, model: HybridModel, pool: StatePool, options: EngineOptions | None = None
    ) -> None:
        self._model, self._pool, self._options = model, pool, options or EngineOptions()
        self._sessions = SessionCache(pool, self._options.sessions)
        self._changed = Condition()
        self._waiting: deque[Sequence] = deque()
        self._running: list[Sequence] = []
        self._open, self._prefilled, self._generated = True, 0, 0
        self._thread = Thread(target=self._loop, name="engine", daemon=True)
        self._thread.start()

    def submit(self, request: Request) -> Ticket:
        """Start an answer, or let it wait.

        Raises:
            OutOfSlotsError: If too many wait.
            PolicyError: If there is no prompt, or the engine is closed.
        """
        if not request.tokens or request.max_new < 1:
            raise PolicyError("nothing to answer", expected="a prompt and room for a token")
        made = Sequence(request)
        with self._changed:
            if not self._open:
                raise PolicyError("the engine is closed")
            room = self._pool.sizes.slots - len(self._running) + self._options.waiting
            if len(self._waiting) >= room:
                raise OutOfSlotsError("too many requests wait", got=len(self._waiting))
            self._waiting.append(made)
            self._changed.notify()
        return made.ticket

    def stats(self) -> dict[str, int]:
        """What runs, waits and was done."""
        with self._changed:
            free = self._pool.slots.free
            counts = {"running": len(self._running), "waiting": len(self._waiting)}
            done = {"prefilled": self._prefilled, "generated": self._generated}
        return {**counts, **done, "free_slots": free}

    def close(self) -> None:
        """Cancel what runs, and end the thread."""
        with self._changed:
            self._open = False
            self._changed.notify()
        self._thread.join()

    def _loop(self) -> None:
        while True:
            with self._changed:
                while self._open and not (self._running or self._waiting):
                    self._changed.wait()
                for sequence in [*self._running, *self._waiting]:
                    if sequence.ticket.is_cancelled or not self._open:
                        self._end(sequence, "cancelled")
                if not self._open:
                    return
                self._admit()
            try:
                self._step()
            except Exception as error:  # nobody may wait for ever
                for sequence in list(self._running):
                    self._end(sequence, "error", error=str(error))

    def _admit(self) -> None:
        while self._waiting and self._pool.slots.free:
            sequence = self._waiting.popleft()
            kept = self._sessions.find(sequence.request.tokens)
            try:
                sequence.slot = self._pool.alloc() if kept is None else self._pool.restore(kept)
            except OutOfSlotsError:  # no page for the copy: the whole prompt is taken in anew
                kept, sequence.slot = None, self._pool.alloc()
            sequence.taken = sequence.cached = 0 if kept is None else kept.tokens
            self._running.append(sequence)

    def _step(self) -> None:
        prompts = [s for s in self._running if s.is_prefill]
        answers = [s for s in self._running if not s.is_prefill]
        groups = [[s] for s in answers] if self._options.alone else [answers] if answers else []
        for group in [*([[prompts[0]]] if prompts else []), *groups]:
            ready = [s for s in group if self._has_room(s)]
            if ready:
                self._run(ready)

    def _piece(self, sequence: Sequence) -> list[int]:
        return sequence.tokens[sequence.taken : sequence.taken + self._options.budget]

    def _has_room(self, sequence: Sequence) -> bool:
        try:
            self._pool.extend(sequence.slot, len(self._piece(sequence)))
        except OutOfSlotsError as error:
            if self._sessions.evict():
                return self._has_room(sequence)
            self._end(sequence, "error", error=str(error))
            return False
        return True

    @torch.no_grad()
    def _run(self, group: list[Sequence]) -> None:
        pieces = [self._piece(s) for s in group]
        slots, context = [s.slot for s in group], [s.taken for s in group]
        device = self._pool.page_table.device
        batch = packed(pieces, slots=slots, context=context, device=device)
        hidden = self._model.hidden(batch, self._pool)
        logits = self._model.logits(hidden[batch.starts[1:].long() - 1])
        for sequence, piece, scores in zip(group, pieces, logits, strict=True):
            sequence.taken += len(piece)
            self._prefilled += len(piece) if len(piece) > 1 else 0
            if sequence.taken == len(sequence.tokens):
                self._choose(sequence, scores)

    def _choose(self, sequence: Sequence, scores: Tensor) -> None:
        try:
            finish = sequence.choose(scores)
        except Exception as error:  # one request's fault must not end the others
            self._end(sequence, "error", error=str(error))
            return
        self._generated += 1
        if finish is None:
            sequence.tell(sequence.tokens[-1], None)
            return
        if sequence.request.keep_session:
            self._sessions.keep(tuple(sequence.tokens[: sequence.taken]), sequence.slot)
        self._end(sequence, finish, token=sequence.tokens[-1])

    def _end(
        self,
        sequence: Sequence,
        finish: Finish,
        *,
        error: str | None = None,
        token: int | None = None,
    ) -> None:
        with self._changed:
            (self._running if sequence in self._running else self._waiting).remove(sequence)
            if sequence.slot >= 0:
                self._pool.free(sequence.slot)
        sequence.tell(token, finish, error)
