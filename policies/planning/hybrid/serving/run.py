"""One answer under way, from the engine's events to HTTP."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from http import HTTPStatus
from typing import Any, Protocol

import anyio
from fastapi import Request
from fastapi.responses import StreamingResponse
from starlette.types import Receive, Scope, Send

from physai_sim.core.errors import PhysAIError
from policies.planning.hybrid.engine.request import Event
from policies.planning.hybrid.serving.answer import Answer
from policies.planning.hybrid.serving.chunks import Writer, event, usage_of
from policies.planning.hybrid.serving.port import Ticket
from policies.planning.hybrid.serving.protocol import ChatRequest
from policies.planning.hybrid.serving.refusal import RefusalError
from policies.planning.hybrid.state.slots import OutOfSlotsError


class Holder(Protocol):
    """Counts the answers under way."""

    model: str
    running: int
    threads: anyio.CapacityLimiter


class Run:
    """One answer under way; whatever ends it, its slot is freed.

    Args:
        ticket: Of the engine.
        answer: Reads its tokens.
        holder: That counted it.
        stops: Tokens that end an answer and are no text.
    """

    def __init__(
        self, ticket: Ticket, answer: Answer, holder: Holder, *, stops: frozenset[int]
    ) -> None:
        self._holder, self._ticket, self._answer, self._stops = holder, ticket, answer, stops
        self._writer, self._is_open = Writer(holder.model), True

    async def whole(self, request: Request) -> dict[str, Any]:
        """The answer at once; a client that is gone ends it."""
        last: Event | None = None
        try:
            async with anyio.create_task_group() as group:
                group.start_soon(_until_gone, request, group.cancel_scope)
                async for last in self._events():
                    self._write(last)
                group.cancel_scope.cancel()
        finally:
            self.close()
        self._rest()
        usage = usage_of(_sound(last).usage, self._answer.thought)
        return self._writer.whole(self._reason(last), usage)

    async def streamed(self, asked: ChatRequest) -> AsyncIterator[bytes]:
        """The answer as server-sent events."""
        last: Event | None = None
        try:
            yield self._writer.chunk({"role": "assistant", "content": ""})
            async for last in self._events():
                for delta in self._write(last):
                    yield self._writer.chunk(delta)
            for delta in self._rest():
                yield self._writer.chunk(delta)
            usage = _sound(last).usage
            yield self._writer.chunk({}, finish=self._reason(last))
            if asked.stream_options and asked.stream_options.include_usage:
                yield self._writer.chunk(None, usage=usage_of(usage, self._answer.thought))
            yield b"data: [DONE]\n\n"
        except PhysAIError as error:
            # The status is sent already: the error is an event, as OpenAI's clients read it.
            yield event(as_refusal(error).body)
        except Exception:
            yield event(failed().body)
            raise
        finally:
            self.close()

    async def _events(self) -> AsyncIterator[Event]:
        events = self._ticket.events()
        while not self._answer.is_stopped:
            got = await anyio.to_thread.run_sync(
                _next, events, abandon_on_cancel=True, limiter=self._holder.threads
            )
            if got is None:
                return
            yield got
            if got.finish is not None:
                return

    def _write(self, got: Event) -> list[dict[str, Any]]:
        parts = (
            [] if got.token is None or got.token in self._stops else self._answer.feed(got.token)
        )
        return [self._writer.delta(part) for part in parts]

    def _rest(self) -> list[dict[str, Any]]:
        return [self._writer.delta(part) for part in self._answer.finish()]

    def _reason(self, last: Event | None) -> str:
        if last is not None and last.finish == "length" and not self._answer.is_stopped:
            return "length"
        return "tool_calls" if self._answer.called else "stop"

    def close(self) -> None:
        """Free the slot; once is enough, and twice is the same."""
        if self._is_open:
            self._is_open = False
            self._ticket.cancel()
            self._holder.running -= 1


class Streamed(StreamingResponse):
    """A stream that frees its slot also where the client is gone before it began."""

    def __init__(self, run: Run, asked: ChatRequest) -> None:
        super().__init__(run.streamed(asked), media_type="text/event-stream")
        self._run = run

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send it."""
        try:
            await super().__call__(scope, receive, send)
        finally:
            self._run.close()


def _next(events: Iterator[Event]) -> Event | None:
    return next(events, None)


async def _until_gone(request: Request, scope: anyio.CancelScope) -> None:
    while (await request.receive())["type"] != "http.disconnect":
        pass
    scope.cancel()


def _sound(last: Event | None) -> Event:
    if last is not None and last.finish == "cancelled":
        raise RefusalError("the server is closing", status=HTTPStatus.SERVICE_UNAVAILABLE)
    if last is None or last.finish == "error":
        what = "the model failed on this request" if last is None else str(last.error)
        raise RefusalError(what, status=HTTPStatus.INTERNAL_SERVER_ERROR)
    return last


def failed() -> RefusalError:
    """What is told of an error that is our own."""
    return RefusalError("an internal error", status=HTTPStatus.INTERNAL_SERVER_ERROR)


def as_refusal(error: PhysAIError) -> RefusalError:
    """An error as a client is told it; what the engine refuses may be tried later."""
    if isinstance(error, RefusalError):
        return error
    if isinstance(error, OutOfSlotsError):
        return RefusalError(str(error), status=HTTPStatus.TOO_MANY_REQUESTS)
    return RefusalError(str(error), status=HTTPStatus.SERVICE_UNAVAILABLE)
