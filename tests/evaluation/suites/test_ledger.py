import pytest

from physai_sim.evaluation.suites.ledger import Ledger, Task


def play(ledger, *, workers=1, befalls=None):
    """Let workers take tasks in turn; gives all tasks in the order in which they were done.

    Args:
        befalls: What happens to a task: a function that gives "died", "failed" or nothing.
    """
    done, held = [], [None] * workers
    while not ledger.is_finished:
        taken = [ledger.take(run) for run in held]
        assert any(taken), "nobody can go on"
        for worker, task in enumerate(taken):
            if task is None:
                continue
            held[worker] = task.run
            fate = befalls(task) if befalls else ""
            if fate == "died":
                ledger.died(task, "killed")
            elif fate == "failed":
                ledger.fail(task, "raised")
            else:
                ledger.done(task)
                done.append(task)
    return done


@pytest.mark.parametrize("workers", [1, 2, 3, 7])
def test_every_episode_is_played_once_and_every_run_scored_once_after_its_episodes(workers):
    done = play(Ledger({"a": 3, "b": 1, "c": 4}), workers=workers)
    expected = [
        Task(run, n) for run, count in (("a", 3), ("b", 1), ("c", 4)) for n in range(count)
    ]
    assert sorted(task for task in done if task.episode is not None) == expected
    for run in "abc":
        mine = [task.episode for task in done if task.run == run]
        assert mine.count(None) == 1
        assert mine[-1] is None


def test_a_worker_goes_on_with_the_world_that_it_has_open():
    ledger = Ledger({"a": 2, "b": 2})
    assert ledger.take() == Task("a", 0)
    assert ledger.take() == Task("b", 0)
    ledger.done(Task("b", 0))
    assert ledger.take("b") == Task("b", 1)
    assert ledger.take("a") == Task("a", 1)


def test_a_worker_without_a_world_helps_where_there_is_most_need_when_every_run_is_begun():
    ledger = Ledger({"a": 3})
    assert [ledger.take() for _ in range(4)] == [Task("a", 0), Task("a", 1), Task("a", 2), None]
    assert not ledger.is_finished


def test_a_task_whose_worker_died_is_tried_once_more_before_the_others():
    ledger = Ledger({"a": 3})
    first = ledger.take()
    assert ledger.died(first, "SIGKILL")
    assert ledger.failures == {}
    assert ledger.take("a") == first


def test_a_task_whose_worker_dies_twice_has_failed_and_the_others_go_on():
    ledger = Ledger({"a": 3, "b": 1})
    done = play(ledger, befalls=lambda task: "died" if task == ("a", 1) else "")
    assert done == [("a", 0), ("a", 2), ("a", None), ("b", 0), ("b", None)]
    assert ledger.failures == {("a", 1): "killed"}


def test_a_task_that_fails_is_not_tried_again():
    tried = []

    def befalls(task):
        tried.append(task)
        return "failed" if task == ("a", 0) else ""

    ledger = Ledger({"a": 2})
    play(ledger, befalls=befalls)
    assert tried == [("a", 0), ("a", 1), ("a", None)]
    assert ledger.failures == {("a", 0): "raised"}


def test_a_run_is_scored_when_its_last_episode_failed_while_others_were_under_way():
    ledger = Ledger({"a": 2})
    first, second = ledger.take(), ledger.take()
    ledger.done(second)
    assert ledger.take("a") is None
    ledger.fail(first, "raised")
    assert ledger.take("a") == Task("a")


def test_scores_that_fail_end_the_book():
    ledger = Ledger({"a": 1})
    play(ledger, befalls=lambda task: "died" if task.episode is None else "")
    assert ledger.failures == {("a", None): "killed"}
    assert ledger.is_finished
