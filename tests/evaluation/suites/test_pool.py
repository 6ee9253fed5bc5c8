import multiprocessing

import pytest

from physai_sim.core.errors import WorkerError
from physai_sim.evaluation.suites.ledger import Ledger, Task
from physai_sim.evaluation.suites.pool import AGAIN, Pool
from physai_sim.evaluation.suites.worker import Reply


class Fake:
    """A worker that answers at once, in this process; `fate` says what becomes of a task."""

    def __init__(self, fate, *, is_stillborn=False):
        self.connection, self._mine = multiprocessing.Pipe()
        self.task = self.held = None
        self.is_ready, self.ended, self.orders, self._fate = False, 0, [], fate
        self._mine.send(Reply())
        if is_stillborn:
            self._mine.close()
            self.connection.recv()

    def order(self, order):
        self.task, self.held = order.task, order.task.run
        self.orders.append(order)
        reply = self._fate(order.task)
        if reply is None:
            self._mine.close()
        else:
            self._mine.send(reply)

    def reply(self):
        try:
            reply = self.connection.recv()
        except EOFError:
            raise WorkerError("a worker process died (SIGKILL)") from None
        self.is_ready = True
        return reply

    def stop(self):
        self.ended += 1

    def join(self, timeout_s):
        self.ended += 1
        self._mine.close()
        self.connection.close()


@pytest.fixture
def fakes():
    """Those that were started."""
    return []


@pytest.fixture
def work(fakes):
    """`work(episodes, fate)`: a pool of two does all; gives the ledger and what was heard."""

    def run(episodes, fate=lambda task: Reply("success", 3, 0.5), count=2):
        ledger, heard = Ledger(episodes), []

        def start():
            fakes.append(Fake(fate))
            return fakes[-1]

        pool = Pool(ledger, start, lambda task, reply: heard.append((task, reply)))
        pool.work(count)
        return ledger, heard

    return run


def test_workers_do_all_tasks_and_are_ended(work, fakes):
    ledger, heard = work({"a": 3, "b": 2})
    assert ledger.is_finished
    assert sorted(str(task) for task, _ in heard) == sorted(
        str(Task(run, n)) for run, ns in (("a", (0, 1, 2, None)), ("b", (0, 1, None))) for n in ns
    )
    assert len(fakes) == 2
    assert all(fake.orders and fake.ended and fake.connection.closed for fake in fakes)


def test_who_scores_a_run_is_told_how_long_its_episodes_took(work, fakes):
    work({"a": 3})
    [order] = [one for fake in fakes for one in fake.orders if one.task.episode is None]
    assert order.played_s == 1.5


def test_a_worker_that_dies_is_replaced_and_its_task_tried_once_more(work, fakes):
    deaths = [Task("a", 1)]

    def fate(task):
        if task in deaths:
            deaths.remove(task)
            return None
        return Reply("success")

    ledger, heard = work({"a": 3}, fate)
    assert len(fakes) == 3
    assert ledger.failures == {}
    told = [reply for task, reply in heard if task == ("a", 1)]
    assert told == [Reply(AGAIN, reason="a worker process died (SIGKILL)"), Reply("success")]


def test_a_task_that_kills_twice_fails_with_the_reason_and_the_others_go_on(work, fakes):
    ledger, heard = work({"a": 3}, lambda task: None if task == ("a", 1) else Reply("success"))
    assert len(fakes) == 4
    assert ledger.failures == {("a", 1): "a worker process died (SIGKILL)"}
    assert {task for task, reply in heard if reply.outcome == "success"} == {
        *(("a", 0), ("a", 2)),
        ("a", None),
    }


def test_a_task_that_raised_fails_and_is_not_tried_again(work):
    ledger, heard = work({"a": 2}, lambda task: Reply(reason="no" if task.episode == 0 else ""))
    assert ledger.failures == {("a", 0): "no"}
    assert len(heard) == 3


def test_workers_that_die_before_they_are_ready_end_it_with_a_hint():
    fakes = []

    def start():
        fakes.append(Fake(None, is_stillborn=True))
        return fakes[-1]

    with pytest.raises(WorkerError, match="before it was ready; a script that makes worker"):
        Pool(Ledger({"a": 9}), start, lambda *_: None).work(2)
    assert len(fakes) == 3
    assert all(fake.ended for fake in fakes)


def test_ctrl_c_ends_all_workers(work, fakes):
    def fate(task):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        work({"a": 2}, fate)
    assert [fake.ended for fake in fakes] == [3, 3]  # asked once, waited for twice
