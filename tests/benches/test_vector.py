"""The comparison of vectors finds a planted difference; one core is told, not measured."""

import os

import numpy as np
import pytest

from physai_sim.benches import _vector
from physai_sim.envs.robot_task_env import RobotTaskEnv


def returned(*, reward=0.5, ended=False, value=1.0):
    return {"joint_state": np.array([value, -0.0])}, reward, ended, False


def test_a_difference_in_one_bit_or_one_end_is_seen():
    assert _vector._same(returned(), returned())
    assert not _vector._same(returned(), returned(value=np.nextafter(1.0, 2.0)))
    assert not _vector._same(returned(), returned(reward=np.nextafter(0.5, 1.0)))
    assert not _vector._same(returned(), returned(ended=True))
    assert not _vector._same(returned(), ({}, 0.5, False, False))


@pytest.mark.slow
def test_every_step_is_compared_and_episodes_follow_each_other(monkeypatch):
    trails = []
    play = _vector._play
    monkeypatch.setattr(_vector, "_play", lambda *a: trails.append(play(*a)) or trails[-1])
    found = _vector._compare("reach", "state", 12)
    assert found == [True] * (2 * _vector.COUNT * 13)
    ends = [index for index, step in enumerate(trails[0]) if step[3]]
    assert len(ends) == 1  # within the 12 steps
    assert trails[0][ends[0] + 1][1] == 0.0


@pytest.mark.slow
def test_an_environment_that_goes_its_own_way_in_another_process_is_found(monkeypatch):
    owner = os.getpid()

    class Strays(RobotTaskEnv):
        def step(self, action):
            drift = 0.0 if os.getpid() == owner else 1e-12
            return super().step(np.asarray(action) * (1.0 - drift))

    monkeypatch.setattr(_vector, "RobotTaskEnv", Strays)
    found = _vector._compare("reach", "state", 2)
    half = _vector.COUNT * 3
    assert found[:half] == [True] * half
    assert found[half:] == [True, False, False] * _vector.COUNT


def test_one_core_is_told_and_not_measured(monkeypatch):
    monkeypatch.setattr(os, "sched_getaffinity", lambda pid: {0}, raising=False)
    row = _vector.speedup_row(1, 1)
    assert (row.value, row.ok) == (None, None)
    assert row.note == "needs 2 cores, has 1"
