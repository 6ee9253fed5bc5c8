"""Runs requests side by side: prompts in pieces, then one token of each at a step."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from threading import Condition, Thread

from physai_sim.core.errors import PolicyError
from policies.planning.hybrid.compiled import compiled_step
from policies.planning.hybrid.engine.admission import has_room, seat
from policies.planning.hybrid.engine.checks import check
from policies.planning.hybrid.engine.request import Finish, Request
from policies.planning.hybrid.engine.rounds import Outcome, Rounds
from policies.planning.hybrid.engine.sequence import Sequence
from policies.planning.hybrid.engine.session_cache import SessionCache
from policies.planning.hybrid.engine.stepping import Stepper
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
        session_bytes: That they may take, besides pages of the pool.
        alone: Whether each request's rows are computed by themselves, so that bits do not depend
            on the others; weights are then read once for each.
        compiled: Whether steps of decoding are one compiled program, for one answer made at the
            start: for small models on a processor, see `compiled`.
    """

    budget: int = 256
    waiting: int = 64
    sessions: int = 8
    session_bytes: int = 1 << 30
    alone: bool = True
    compiled: bool = False


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
        self._pool, self._options = pool, (how := options or EngineOptions())
        self._vocabulary = model.config.vocab_size
        stepper = Stepper(model, pool, compiled_step(model) if how.compiled else None)
        if how.compiled:
            stepper.warm()
        self._sessions = SessionCache(pool, how.sessions, how.session_bytes)
        self._rounds = Rounds(stepper, pool, self._sessions, how.budget)
        self._changed = Condition()
        self._waiting: deque[Sequence] = deque()
        self._running: list[Sequence] = []
        self._open, self._generated = True, 0
        self._thread = Thread(target=self._loop, name="engine", daemon=True)
        self._thread.start()

    def submit(self, request: Request) -> Ticket:
        """Start an answer, or let it wait.

        Raises:
            OutOfSlotsError: If too many wait, or the prompt is longer than a slot.
            PolicyError: If the engine is closed, or can never answer this.
        """
        check(request, vocabulary=self._vocabulary, room=self._pool.sizes.room)
        made = Sequence(request, self._pool.sizes.room)
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
            done = {"prefilled": self._rounds.prefilled, "generated": self._generated}
            kept = {"sessions": len(self._sessions)}
        return {**counts, **done, "free_slots": free, **kept}

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
                while self._waiting and has_room(self._waiting[0], self._pool, self._sessions):
                    self._admit(self._waiting[0])
            for outcome in self._step():
                self._settle(outcome)

    def _admit(self, sequence: Sequence) -> None:
        try:
            seat(sequence, self._pool, self._sessions)
        except Exception as error:  # the thread must live, and nobody may wait for ever
            self._end(sequence, "error", error=str(error))
            return
        self._waiting.remove(sequence)
        self._running.append(sequence)

    def _step(self) -> Iterator[Outcome]:
        """A piece of the oldest prompt, and a token of every answer."""
        prompts = [s for s in self._running if s.is_prefill]
        answers = [s for s in self._running if not s.is_prefill]
        groups = [[s] for s in answers] if self._options.alone else [answers] if answers else []
        for group in [*([prompts[:1]] if prompts else []), *groups]:
            yield from self._rounds.run(group)

    def _settle(self, outcome: Outcome) -> None:
        sequence, token = outcome.sequence, outcome.token
        if outcome.error is not None:
            self._end(sequence, "error", error=outcome.error)
        elif token is not None:
            try:
                finish = sequence.accept(token)
            except Exception as error:  # a grammar's fault must not end the others
                self._end(sequence, "error", error=str(error))
                return
            self._generated += 1
            if finish is None:
                sequence.tell(token, None)
            else:
                self._end(sequence, finish, token=token)

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
