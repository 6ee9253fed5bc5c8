"""The HTTP server: chat completions, models, health."""

from __future__ import annotations

from http import HTTPStatus

import anyio
from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse, Response
from starlette.exceptions import HTTPException

from physai_sim.core.errors import PhysAIError
from policies.planning.hybrid.serving.limits import key_fits
from policies.planning.hybrid.serving.port import Engine
from policies.planning.hybrid.serving.prepare import Preparer
from policies.planning.hybrid.serving.protocol import parse
from policies.planning.hybrid.serving.refusal import RefusalError
from policies.planning.hybrid.serving.run import Run, Streamed, as_refusal


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
        self.running = 0

    def app(self) -> FastAPI:
        """The application; it serves no pages of its own documentation."""
        app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)
        app.add_api_route("/health", self.health, methods=["GET"], response_model=None)
        app.add_api_route("/v1/models", self.models, methods=["GET"], response_model=None)
        path = "/v1/chat/completions"
        app.add_api_route(path, self.complete, methods=["POST"], response_model=None)
        app.add_exception_handler(HTTPException, _no_route)
        app.add_exception_handler(PhysAIError, _refused)
        app.add_exception_handler(Exception, _failed)
        return app

    async def health(self) -> dict[str, object]:
        """Whether it runs, and how many requests it holds."""
        return {"status": "ok", "requests": self.running}

    async def models(self, request: Request) -> dict[str, object]:
        """The one model."""
        self._check_key(request)
        one = {"id": self.model, "object": "model", "created": 0, "owned_by": "physai"}
        return {"object": "list", "data": [one]}

    async def complete(self, request: Request) -> Response:
        """One answer, whole or streamed."""
        self._check_key(request)
        asked = parse(await self._body(request))
        if asked.model != self.model:
            status = HTTPStatus.NOT_FOUND
            raise RefusalError("no such model", where="model", got=asked.model, status=status)
        if self.running >= self.preparer.limits.requests:
            status = HTTPStatus.TOO_MANY_REQUESTS
            raise RefusalError("the queue is full", status=status, got=self.running)
        self.running += 1
        try:
            # Grammars and long prompts take their time, and others stream meanwhile.
            made, answer = await anyio.to_thread.run_sync(self.preparer.prepare, asked)
            ticket = self.engine.submit(made)
        except BaseException:
            self.running -= 1
            raise
        run = Run(ticket, answer, self, stops=self.preparer.stops)
        if asked.stream:
            return Streamed(run, asked)
        return JSONResponse(await run.whole(request))

    async def _body(self, request: Request) -> bytes:
        body, most = b"", self.preparer.limits.body_bytes
        async for part in request.stream():
            body += part
            if len(body) > most:
                status = HTTPStatus.REQUEST_ENTITY_TOO_LARGE
                expected = f"at most {most} bytes"
                raise RefusalError("too long", where="body", status=status, expected=expected)
        return body

    def _check_key(self, request: Request) -> None:
        if not key_fits(request.headers.get("authorization"), self.key):
            raise RefusalError("no such key", where="api_key", status=HTTPStatus.UNAUTHORIZED)


async def _refused(request: Request, error: Exception) -> JSONResponse:
    refusal = as_refusal(error) if isinstance(error, PhysAIError) else RefusalError(str(error))
    return JSONResponse(refusal.body, status_code=refusal.status)


async def _no_route(request: Request, error: Exception) -> JSONResponse:
    status = error.status_code if isinstance(error, HTTPException) else 400
    refusal = RefusalError("no such route", got=request.url.path, status=HTTPStatus(status))
    return JSONResponse(refusal.body, status_code=status)


async def _failed(request: Request, error: Exception) -> JSONResponse:
    status = HTTPStatus.INTERNAL_SERVER_ERROR
    return JSONResponse(RefusalError("an internal error", status=status).body, status_code=500)
