"""Bodies within bounds."""

import asyncio

import pytest

fastapi = pytest.importorskip("fastapi", reason="fastapi is missing (make setup-planner)")

from policies.planning.hybrid.serving.body import read_body  # noqa: E402
from policies.planning.hybrid.serving.limits import Limits  # noqa: E402
from policies.planning.hybrid.serving.refusal import RefusalError  # noqa: E402


def read(parts, limits, headers=(), pause_s=0.0):
    """What is read of a body that comes in parts."""
    left = list(parts)

    async def receive():
        await asyncio.sleep(pause_s)
        part = left.pop(0)
        return {"type": "http.request", "body": part, "more_body": bool(left)}

    scope = {"type": "http", "method": "POST", "path": "/", "headers": list(headers)}
    return asyncio.run(read_body(fastapi.Request(scope, receive), limits)), left


def test_parts_are_joined():
    assert read([b"a", b"", b"bc"], Limits(body_bytes=3)) == (b"abc", [])


def test_a_body_is_refused_as_soon_as_it_is_too_long():
    with pytest.raises(RefusalError, match="at most 3 bytes") as caught:
        read([b"ab", b"cd", b"ef"], Limits(body_bytes=3))
    assert caught.value.status == 413


def test_a_length_that_is_too_long_is_refused_before_anything_is_read():
    with pytest.raises(RefusalError, match="at most 3 bytes"):
        read([], Limits(body_bytes=3), [(b"content-length", b"4")])


def test_a_body_that_does_not_come_is_given_up():
    with pytest.raises(RefusalError, match="too slow") as caught:
        read([b"a", b"b"], Limits(body_s=0.05), pause_s=5.0)
    assert caught.value.status == 408
