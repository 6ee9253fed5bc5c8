import dataclasses

import numpy as np
import pytest

from physai_sim.core.types import ActionChunk
from physai_sim.evaluation.episode import Plan
from physai_sim.evaluation.replay.difference import chunk_difference, difference
from physai_sim.evaluation.replay.variant import Decided


def decided(*rows, steps=5):
    """Plans of constant actions at 0, 0.1, 0.2 ... s, each played for one stamp."""
    stamps = [place * 100_000_000 for place in range(len(rows))]
    plans = [
        Plan(at, (ActionChunk(at, 10, np.tile(np.array(row, dtype=float), (steps, 1))),))
        for at, row in zip(stamps, rows, strict=True)
    ]
    return Decided(plans, stamps, [np.array(row, dtype=float) for row in rows])


@pytest.fixture
def compare(spec, drive):
    def compare_(base, other):
        episodes = tuple(
            dataclasses.replace(drive(), plans=tuple(one.plans)) for one in (base, other)
        )
        return difference(spec, base, other, episodes=episodes)

    return compare_


def test_equal_decisions_do_not_differ(compare):
    found = compare(decided([1, 0], [2, 0]), decided([1, 0], [2, 0]))
    assert found["actions"]["mean"] == found["actions"]["max"] == 0.0
    assert found["paths"]["max"] == 0.0
    assert found["chunks"] == {"matched": 2, "unmatched": 0, "greatest": 0.0}


def test_differences_are_shares_of_the_range_and_the_greatest_has_its_stamp(compare):
    # Ranges are 11 m/s^2 and 0.4 1/m.
    found = compare(decided([0, 0], [0, 0]), decided([0, 0], [1.1, 0.04]))["actions"]
    assert found["compared"] == 2
    assert found["max"] == pytest.approx(0.1)
    assert found["mean"] == pytest.approx(0.05)
    assert found["max_at_s"] == pytest.approx(0.1)
    assert found["numbers"]["acceleration_mps2"] == pytest.approx({"mean": 0.55, "max": 1.1})


def test_paths_differ_by_their_mean_distance(compare):
    # Half a t^2 at 0.1 ... 0.5 s times 2 m/s^2: mean 0.11 m.
    found = compare(decided([0, 0]), decided([2, 0]))["paths"]
    assert found["mean"] == pytest.approx(0.11)
    assert found["compared"] == 1


def test_stamps_that_one_of_them_did_not_reach_are_not_compared(compare):
    found = compare(decided([0, 0], [0, 0]), decided([0, 0]))
    assert found["actions"]["compared"] == 1
    assert found["chunks"]["unmatched"] == 1


def test_nothing_in_common_has_no_numbers(compare):
    found = compare(decided(), decided([0, 0]))
    assert found["actions"] is None
    assert found["paths"] is None
    assert found["chunks"] == {"matched": 0, "unmatched": 1, "greatest": None}


def test_chunks_of_another_length_are_no_partners():
    one, other = decided([0, 0], steps=5).plans, decided([0, 0], steps=6).plans
    assert chunk_difference(one, other).unmatched == 2
    assert chunk_difference(one, one).greatest == 0.0
