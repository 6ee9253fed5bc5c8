"""The HTTP server: chat completions, models, health."""

from __future__ import annotations

import time
from functools import partial
from http import HTTPStatus

import anyio
from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse, Response
from starlette.exceptions import HTTPException

from physai_sim.core.errors import PhysAIError
from policies.planning.hybrid.engine.request import Request as Made
from policies.planning.hybrid.serving.answer import Answer
from policies.planning.hybrid.serving.aside import Aside
from policies.planning.hybrid.serving.body import read_body
from policies.planning.hybrid.serving.limits import key_fits
from policies.planning.hybrid.serving.port import Engine
from policies.planning.hybrid.serving.prepare import Preparer
from policies.planning.hybrid.serving.protocol import ChatRequest, parse
from policies.planning.hybrid.serving.refusal import RefusalError
from policies.planning.hybrid.serving.run import Run, Streamed, as_refusal, failed

AT_ONCE = 4  # prompts that are made, and grammars that are compiled


class Server:
    """What the routes share.

    Args:
        engine: That answers.
        preparer: Of its requests.
        model: Its name.
        key: That clients must show; None: none.
    """

    def __init__(
        self, engine: Engine, preparer: Preparer, *, model: str, key: str | None = None
    ) -> None:
        self.engine, self.preparer, self.model, self.key = engine, preparer, model, key
        self.running, self.is_closing = 0, False
        # Each answer waits for its tokens in a thread: those that wait for a slot must not take
        # the threads of those that have one.
        self.threads = anyio.CapacityLimiter(preparer.limits.requests)
        patience_s = preparer.limits.prepare_s
        self.preparing, self.compiling = (Aside(AT_ONCE, patience_s) for _ in range(2))
        self._began = int(time.time())

    def app(self) -> FastAPI:
        """The application; it serves no pages of its own documentation."""
        app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)
        for path, serve in (("/health", self.health), ("/v1/models", self.models)):
            app.add_api_route(path, serve, methods=["GET"], response_model=None)
        app.add_api_route("/v1/models/{name:path}", self.one, methods=["GET"], response_model=None)
        path = "/v1/chat/completions"
        app.add_api_route(path, self.complete, methods=["POST"], response_model=None)
        app.add_exception_handler(HTTPException, _no_route)
        app.add_exception_handler(PhysAIError, _refused)
        app.add_exception_handler(Exception, _failed)
        return app

    def refuse(self) -> None:
        """Let nobody in, and tell those whose prompts are being made; called in the loop."""
        self.is_closing = True
        for aside in (self.preparing, self.compiling):
            aside.close(_closing())

    def close(self) -> None:
        """End what runs, and tell whoever waits for it."""
        self.is_closing = True
        self.engine.close()

    async def health(self) -> Response:
        """Whether it takes requests, how many it holds, and what the engine does."""
        told = {"requests": self.running, "engine": self.engine.stats()}
        if self.is_closing:
            status = HTTPStatus.SERVICE_UNAVAILABLE
            return JSONResponse({"status": "closing", **told}, status_code=status)
        return JSONResponse({"status": "ok", **told})

    async def models(self, request: Request) -> dict[str, object]:
        """The one model, in a list."""
        self._check_key(request)
        return {"object": "list", "data": [self._told()]}

    async def one(self, name: str, request: Request) -> dict[str, object]:
        """A model by its name."""
        self._check_key(request)
        self._check_model(name)
        return self._told()

    async def complete(self, request: Request) -> Response:
        """One answer, whole or streamed."""
        since = time.monotonic()
        self._check_key(request)
        asked = parse(await read_body(request, self.preparer.limits))
        self._check_model(asked.model)
        self._check_room()
        self.running += 1
        try:
            # Grammars and long prompts take their time, and others stream meanwhile.
            made, answer = await self._prepared(asked, since)
            ticket = self.engine.submit(made)
        except BaseException:
            self.running -= 1
            raise
        run = Run(ticket, answer, self, stops=self.preparer.stops)
        if asked.stream:
            return Streamed(run, asked)
        return JSONResponse(await run.whole(request))

    async def _prepared(self, asked: ChatRequest, since: float) -> tuple[Made, Answer]:
        # Grammars that take long must not keep those waiting who ask for none.
        aside = self.compiling if asked.is_held else self.preparing
        return await aside.run(partial(self.preparer.prepare, asked, since))

    def _told(self) -> dict[str, object]:
        about = {"object": "model", "created": self._began, "owned_by": "physai"}
        return {"id": self.model, **about}

    def _check_key(self, request: Request) -> None:
        if not key_fits(request.headers.get("authorization"), self.key):
            raise RefusalError("no such key", where="api_key", status=HTTPStatus.UNAUTHORIZED)

    def _check_model(self, name: str) -> None:
        if name != self.model:
            status = HTTPStatus.NOT_FOUND
            error = RefusalError("no such model", where="model", got=name, status=status)
            raise error.coded("model_not_found")

    def _check_room(self) -> None:
        if self.is_closing:
            raise _closing()
        if self.running >= self.preparer.limits.requests:
            status = HTTPStatus.TOO_MANY_REQUESTS
            raise RefusalError("the queue is full", status=status, got=self.running)


def _closing() -> RefusalError:
    return RefusalError("the server is closing", status=HTTPStatus.SERVICE_UNAVAILABLE)


def _answer(refusal: RefusalError) -> JSONResponse:
    return JSONResponse(refusal.body, status_code=refusal.status, headers=refusal.headers)


async def _refused(request: Request, error: Exception) -> JSONResponse:
    return _answer(as_refusal(error if isinstance(error, PhysAIError) else RefusalError("no")))


async def _no_route(request: Request, error: Exception) -> JSONResponse:
    status = HTTPStatus(error.status_code if isinstance(error, HTTPException) else 400)
    refusal = RefusalError("no such route", got=request.url.path, status=status)
    if status == HTTPStatus.METHOD_NOT_ALLOWED:
        refusal = RefusalError("not by this method", got=request.method, status=status)
    answer = _answer(refusal)
    answer.headers.update(getattr(error, "headers", None) or {})
    return answer


async def _failed(request: Request, error: Exception) -> JSONResponse:
    return _answer(failed())
