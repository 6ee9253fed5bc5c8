"""Observations are put together from readings that come in any order."""

import numpy as np
import pytest

from physai_sim.control.observations import REMEMBERED, ObservationAssembler, Tick

EPISODES = {0}


def tick(stamp_ns, *, index=0, episode=0, **stamps):
    return Tick(stamp_ns, index, episode, stamps or {"camera": stamp_ns})


@pytest.fixture
def assembler():
    return ObservationAssembler(privileged=False)


@pytest.mark.parametrize("tick_first", [True, False])
def test_a_tick_waits_for_its_readings_whatever_comes_first(assembler, tick_first):
    told = [
        lambda: assembler.tick(tick(10, camera=10, odometry=5)),
        lambda: assembler.reading("odometry", 5, np.ones(2)),
        lambda: assembler.reading("camera", 10, np.zeros(3)),
    ]
    for tell in told if tick_first else reversed(told):
        assert assembler.take(EPISODES) is None
        tell()
    found = assembler.take(EPISODES)
    assert found.tick.stamp_ns == 10
    assert found.readings["odometry"].tolist() == [1.0, 1.0]
    assert found.privileged is None
    assert assembler.take(EPISODES) is None


def test_a_tick_takes_the_reading_that_it_names_though_a_newer_one_has_come(assembler):
    assembler.reading("camera", 10, np.zeros(1))
    assembler.reading("camera", 20, np.ones(1))
    assembler.tick(tick(10))
    assert assembler.take(EPISODES).readings["camera"].tolist() == [0.0]


def test_the_newest_whole_tick_wins_and_those_before_it_are_counted(assembler):
    for stamp_ns in (10, 20, 30):
        assembler.tick(tick(stamp_ns))
    for stamp_ns in (10, 20):
        assembler.reading("camera", stamp_ns, np.zeros(1))
    assert assembler.take(EPISODES).tick.stamp_ns == 20
    assert assembler.skipped == 1
    assert assembler.missing() == ["camera"]


def test_the_ground_truth_is_waited_for_where_it_is_wanted():
    assembler = ObservationAssembler(privileged=True)
    assembler.tick(tick(10))
    assembler.reading("camera", 10, np.zeros(1))
    assert assembler.take(EPISODES) is None
    assert assembler.missing() == ["ground truth"]
    assembler.truth(10, {"goal": np.ones(3)})
    assert assembler.take(EPISODES).privileged["goal"].tolist() == [1.0, 1.0, 1.0]


def test_a_tick_waits_for_the_description_of_its_episode(assembler):
    assembler.tick(tick(10, episode=1))
    assembler.reading("camera", 10, np.zeros(1))
    assert assembler.take(EPISODES) is None
    assert assembler.take({0, 1}).tick.episode == 1


def test_readings_of_before_a_fall_of_time_are_forgotten(assembler):
    for stamp_ns in range(100, 100 + 2 * REMEMBERED):
        assembler.reading("camera", stamp_ns, np.zeros(1))
    assembler.reading("camera", 10, np.ones(1))
    assembler.tick(tick(10))
    assert assembler.take(EPISODES).readings["camera"].tolist() == [1.0]
    assembler.tick(tick(105))
    assert assembler.take(EPISODES) is None


def test_few_readings_are_kept_and_none_after_a_clear(assembler):
    for stamp_ns in range(2 * REMEMBERED):
        assembler.reading("camera", stamp_ns, np.zeros(1))
    assembler.tick(tick(0))
    assert assembler.take(EPISODES) is None
    assembler.clear()
    assert assembler.missing() == []
