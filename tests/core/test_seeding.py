import numpy as np
import pytest

from physai_sim.core.seeding import stream


def test_equal_arguments_give_equal_numbers():
    assert (stream(3, "task").random(100) == stream(3, "task").random(100)).all()


@pytest.mark.parametrize("other", [(4, "task"), (3, "sensor/camera"), (3, "task "), (3, "")])
def test_another_seed_or_name_gives_other_numbers(other):
    assert not (stream(*other).random(100) == stream(3, "task").random(100)).any()


def test_drawing_from_one_stream_leaves_the_others_as_they_were():
    first, second = stream(3, "a"), stream(3, "b")
    first.random(1000)
    assert (second.random(10) == stream(3, "b").random(10)).all()


def test_neighbouring_seeds_are_not_correlated():
    rows = np.array([stream(seed, "task").standard_normal(2000) for seed in range(8)])
    correlation = np.corrcoef(rows) - np.eye(8)
    assert np.abs(correlation).max() < 0.12


def test_the_numbers_of_a_seed_are_the_same_for_ever():
    golden = [
        [7141053378314249675, 8071476780657301618, 6872510390659932287],
        [1831088304034721239, 4071399978172187430, 3939361976555385063],
    ]
    assert stream(0, "task").integers(0, 2**63, 3).tolist() == golden[0]
    assert stream(12345, "sensor/front_camera").integers(0, 2**63, 3).tolist() == golden[1]


def test_a_huge_seed_is_used_whole():
    assert stream(2**64 + 1, "task").random() != stream(1, "task").random()


def test_a_negative_seed_is_refused():
    with pytest.raises(ValueError, match="non-negative"):
        stream(-1, "task")
