"""A policy thinks in a thread of its own, about the newest work alone."""

import threading

import pytest

from physai_sim.ros.policy_worker import PolicyWorker

PATIENCE_S = 20.0


@pytest.fixture
def gate():
    return threading.Event()


@pytest.fixture
def thinker(gate):
    """A worker that waits at the gate with each piece of work, what it did, and its news."""
    done, began = [], threading.Semaphore(0)

    def work(item):
        began.release()
        assert gate.wait(PATIENCE_S)
        done.append(item)
        began.release()

    worker = PolicyWorker(work)
    yield worker, done, began
    gate.set()
    worker.close()


def test_what_there_is_no_time_for_is_dropped_and_counted(thinker, gate):
    worker, done, began = thinker
    worker.submit(1)
    assert began.acquire(timeout=PATIENCE_S)
    for item in (2, 3, 4):
        worker.submit(item)
    assert worker.busy_ns() > 0
    gate.set()
    for _ in range(3):
        assert began.acquire(timeout=PATIENCE_S)
    assert done == [1, 4]
    assert worker.dropped == 2


def test_an_idle_worker_is_not_busy_and_ends_when_it_is_closed(thinker):
    worker, _, _ = thinker
    assert worker.busy_ns() == 0
    worker.close()
    assert "policy" not in {thread.name for thread in threading.enumerate()}


def test_a_worker_that_hangs_is_left_behind(thinker):
    worker, done, began = thinker
    worker.submit(1)
    assert began.acquire(timeout=PATIENCE_S)
    worker.close(timeout_s=0.01)
    assert done == []
