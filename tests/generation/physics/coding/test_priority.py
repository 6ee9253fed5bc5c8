"""What changes the priority of threads is undone, and nothing else is."""

import os
import threading

import pytest

from physai_sim.generation.physics.coding import priority
from physai_sim.generation.physics.coding.priority import usual_priority

# One that every user may take, and may leave again.
OTHER = os.SCHED_BATCH


@pytest.fixture
def start():
    """A thread that waits until the test ends; gives its number."""
    end, started = threading.Event(), []

    def make():
        started.append(threading.Thread(target=end.wait))
        started[-1].start()
        return started[-1].native_id

    yield make
    end.set()
    for thread in started:
        thread.join()


def take_another():
    os.sched_setscheduler(0, OTHER, os.sched_param(0))


@usual_priority()
def fail():
    take_another()
    raise ValueError("no such encoder")


@pytest.fixture(autouse=True)
def restored():
    policy = os.sched_getscheduler(0)
    yield
    os.sched_setscheduler(0, policy, os.sched_param(0))


def test_this_thread_and_those_it_starts_have_the_priority_of_before(start):
    before = os.sched_getscheduler(0)
    with usual_priority():
        take_another()
        thread = start()
        assert os.sched_getscheduler(thread) == OTHER
    assert os.sched_getscheduler(0) == before
    assert os.sched_getscheduler(thread) == before


def test_also_where_an_error_is_raised():
    before = os.sched_getscheduler(0)
    with pytest.raises(ValueError, match="no such encoder"):
        fail()
    assert os.sched_getscheduler(0) == before


def test_threads_of_before_keep_what_they_chose(start):
    thread = start()
    os.sched_setscheduler(thread, OTHER, os.sched_param(0))
    with usual_priority():
        pass
    assert os.sched_getscheduler(thread) == OTHER


def test_a_system_that_tells_no_threads_is_left_alone(monkeypatch, tmp_path):
    monkeypatch.setattr(priority, "TASKS", tmp_path / "none")
    with usual_priority():
        take_another()
    assert os.sched_getscheduler(0) == OTHER
