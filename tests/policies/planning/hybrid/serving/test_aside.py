"""Work in threads that nobody must wait for."""

import asyncio
import threading
import time

import pytest

pytest.importorskip("anyio", reason="anyio is missing (make setup-planner)")

from policies.planning.hybrid.serving.aside import Aside
from policies.planning.hybrid.serving.refusal import RefusalError


def test_it_gives_what_a_function_gives_or_its_error():
    async def both():
        aside = Aside(2, 10.0)
        assert await aside.run(lambda: 7) == 7
        with pytest.raises(ZeroDivisionError):
            await aside.run(lambda: 1 / 0)
        assert await aside.run(lambda: threading.current_thread().daemon)

    asyncio.run(both())


def test_so_many_run_at_once_and_no_more_also_where_nobody_waits_any_longer():
    running, most, lock = [], [], threading.Lock()

    def work():
        with lock:
            running.append(1)
            most.append(len(running))
        time.sleep(0.5)
        with lock:
            running.pop()

    async def many():
        aside = Aside(2, 10.0)
        given_up = [asyncio.create_task(aside.run(work)) for _ in range(3)]
        await asyncio.sleep(0.02)
        for task in given_up:
            task.cancel()
        await asyncio.gather(*(aside.run(work) for _ in range(4)))

    asyncio.run(many())
    assert max(most) == 2
    assert len(most) == 6  # the third was given up before it began


def test_who_gets_no_thread_in_time_is_told_so_and_who_takes_too_long():
    held = threading.Event()

    async def waits():
        aside = Aside(1, 1.0)
        with pytest.raises(RefusalError, match="takes too long") as caught:
            await aside.run(held.wait)
        assert caught.value.status == 400
        with pytest.raises(RefusalError, match="just now") as caught:
            await aside.run(lambda: 1)
        assert caught.value.headers == {"Retry-After": "1"}
        held.set()
        assert await aside.run(lambda: 1) == 1

    asyncio.run(waits())


def test_an_end_is_told_to_who_waits_and_who_comes():
    held = threading.Event()

    async def ends():
        aside = Aside(1, 10.0)
        task = asyncio.create_task(aside.run(held.wait))
        queued = asyncio.create_task(aside.run(lambda: 1))
        await asyncio.sleep(0.02)
        aside.close(ValueError("closing"))
        for waiting in (task, queued, aside.run(lambda: 1)):
            with pytest.raises(ValueError, match="closing"):
                await waiting

    asyncio.run(ends())
    held.set()
