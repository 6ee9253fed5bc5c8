"""Work of requests in threads of their own, for which nobody waits longer than they want to.

A grammar may take minutes to compile, and nothing can end that: whoever asked is told, and the
thread, a daemon, keeps neither the others nor the end of the process waiting.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable
from http import HTTPStatus
from threading import Thread
from typing import Any, TypeVar

import anyio

from policies.planning.hybrid.serving.refusal import RefusalError

Result = TypeVar("Result")


class Aside:
    """Runs functions beside an event loop, some at once.

    Args:
        most: Threads at once, those for which nobody waits any more among them.
        patience_s: How long somebody waits for a thread, and then for what it makes.
    """

    def __init__(self, most: int, patience_s: float) -> None:
        self._free, self._patience_s = most, patience_s
        self._queue: deque[asyncio.Future[None]] = deque()
        self._awaited: set[asyncio.Future[Any]] = set()
        self._end: Exception | None = None

    async def run(self, function: Callable[[], Result]) -> Result:
        """What a function gives, or its error.

        Raises:
            RefusalError: If there is no thread in time, or it takes longer than that.
        """
        await self._enter()
        loop = asyncio.get_running_loop()
        future: asyncio.Future[Result] = loop.create_future()

        def done(result: Result | None, error: BaseException | None) -> None:
            self._leave()
            if not future.done():
                if error is None:
                    future.set_result(result)  # type: ignore[arg-type]  # a result, if no error
                else:
                    future.set_exception(error)

        Thread(target=_work, args=(loop, function, done), daemon=True).start()
        with anyio.move_on_after(self._patience_s):
            return await self._told(future)
        expected = f"within {self._patience_s:g} s"
        raise RefusalError("takes too long to prepare", where="body", expected=expected)

    def close(self, error: Exception) -> None:
        """Whoever waits is told so, and whoever comes."""
        self._end = error
        for future in self._awaited:
            if not future.done():
                future.set_exception(error)

    async def _enter(self) -> None:
        if self._free:
            self._free -= 1
            return
        place: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._queue.append(place)
        is_in = False
        try:
            with anyio.move_on_after(self._patience_s):
                await self._told(place)
                is_in = True
        finally:
            if not is_in and _is_given(place):
                self._leave()  # it was given while it was given up
        if not is_in:
            status = HTTPStatus.SERVICE_UNAVAILABLE
            raise RefusalError("too many grammars are compiled just now", status=status)

    def _leave(self) -> None:
        while self._queue:
            place = self._queue.popleft()
            if not place.done():
                place.set_result(None)
                return
        self._free += 1

    async def _told(self, future: asyncio.Future[Result]) -> Result:
        self._awaited.add(future)
        try:
            if self._end is not None:
                raise self._end
            return await future
        finally:
            self._awaited.discard(future)


def _is_given(place: asyncio.Future[None]) -> bool:
    return place.done() and not place.cancelled() and place.exception() is None


def _work(
    loop: asyncio.AbstractEventLoop,
    function: Callable[[], Result],
    done: Callable[[Result | None, BaseException | None], None],
) -> None:
    result: Result | None = None
    error: BaseException | None = None
    try:
        result = function()
    except BaseException as raised:
        error = raised
    try:
        loop.call_soon_threadsafe(done, result, error)
    except RuntimeError:
        return  # the loop is closed: nobody waits
