import gc

import pytest

from physai_sim.evaluation.episode import Episode
from physai_sim.evaluation.memo import once_per_episode


@pytest.fixture
def counted():
    calls = []

    @once_per_episode
    def rows(episode):
        calls.append(id(episode))
        return len(episode.stamps_ns)

    return rows, calls


def test_an_episode_is_asked_once_and_another_one_again(counted, drive):
    rows, calls = counted
    first, second = drive(10), drive(20)
    assert [rows(first), rows(first), rows(second), rows(first)] == [10, 10, 20, 10]
    assert len(calls) == 2


def test_equal_arrays_do_not_make_two_episodes_one(counted, drive):
    rows, calls = counted
    one, other = drive(10), drive(10)
    rows(one)
    rows(other)
    assert len(calls) == 2


def test_what_was_kept_goes_with_its_episode():
    class Answer:
        alive = 0

        def __init__(self):
            Answer.alive += 1

        def __del__(self):
            Answer.alive -= 1

    find = once_per_episode(lambda episode: Answer())
    episode = object.__new__(Episode)
    find(episode)
    assert Answer.alive == 1
    del episode
    gc.collect()
    assert Answer.alive == 0
