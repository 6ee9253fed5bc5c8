import signal

import pytest

from physai_sim.core.errors import WorkerError
from physai_sim.evaluation.suites.ledger import Task
from physai_sim.evaluation.suites.worker import Order, Reply
from physai_sim.evaluation.suites.worker_process import WorkerProcess

pytestmark = pytest.mark.slow


@pytest.fixture
def worker():
    made = WorkerProcess({}, None)
    yield made
    made.join(0.0)


def test_it_says_that_it_is_ready_and_does_what_is_ordered(worker):
    assert not worker.is_ready
    assert worker.reply() == Reply()
    assert worker.is_ready
    worker.order(Order(Task("nothing", 0)))
    assert (worker.task, worker.held) == (Task("nothing", 0), "nothing")
    assert worker.reply().reason.startswith("KeyError: 'nothing'")


def test_it_ends_when_it_is_asked_to(worker):
    worker.reply()
    worker.stop()
    worker.join(20.0)
    assert worker._process.exitcode == 0


def test_its_death_is_told_with_the_signal(worker):
    worker.reply()
    worker._process.kill()
    with pytest.raises(WorkerError, match=r"a worker process died \(SIGKILL\)"):
        worker.reply()
    worker.order(Order(Task("nothing", 0)))


def test_a_timeout_makes_an_end(worker):
    worker.reply()
    worker.join(0.0)
    assert worker._process.exitcode == -signal.SIGKILL
