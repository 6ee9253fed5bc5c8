"""The body of a request, within bounds."""

from __future__ import annotations

from http import HTTPStatus

import anyio
from fastapi import Request
from starlette.requests import ClientDisconnect

from policies.planning.hybrid.serving.limits import Limits
from policies.planning.hybrid.serving.refusal import RefusalError


async def read_body(request: Request, limits: Limits) -> bytes:
    """All of it.

    Raises:
        RefusalError: If it is too long, which is said before it is read where its length is told,
            or does not come, or not all of it.
    """
    told = request.headers.get("content-length", "")
    if told.isdecimal():
        _check(int(told), limits)
    body = bytearray()
    with anyio.move_on_after(limits.body_s) as patience:
        try:
            async for part in request.stream():
                body += part
                _check(len(body), limits)
        except ClientDisconnect as error:
            raise RefusalError("the client is gone", where="body") from error
    if patience.cancelled_caught:
        expected = f"all of it within {limits.body_s:g} s"
        status = HTTPStatus.REQUEST_TIMEOUT
        raise RefusalError("too slow", where="body", expected=expected, status=status)
    return bytes(body)


def _check(length: int, limits: Limits) -> None:
    if length > limits.body_bytes:
        expected = f"at most {limits.body_bytes} bytes"
        status = HTTPStatus.REQUEST_ENTITY_TOO_LARGE
        raise RefusalError("too long", where="body", status=status, expected=expected)
