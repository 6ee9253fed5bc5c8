import dataclasses

import numpy as np
import pytest

from physai_sim.benches import ros
from physai_sim.benches.ros import Ros, _difference, _messages
from physai_sim.core.config import load_world
from physai_sim.evaluation.ingest.simulated import load_episode
from physai_sim.evaluation.run import run
from physai_sim.evaluation.run_request import RunRequest

ROWS = {
    "driving_rtf": (">=", 0.99),
    "driving_unpaced_rtf": (">=", 1.3),
    "lockstep_repeat": ("==", 0.0),
    "lockstep_equals_run": ("<=", 1.0),
}


@pytest.fixture(scope="module")
def bag(tmp_path_factory):
    out = tmp_path_factory.mktemp("run") / "out"
    config = load_world("lane_curve", ["time_limit_s=0.4", "renderer=tiny"])
    run(RunRequest(config, config.expert, 1, 0, out), progress=lambda *_: None)
    return out / "episode_000"


@pytest.mark.slow
def test_every_row_is_measured_on_real_launches(monkeypatch):
    monkeypatch.setattr(ros, "DOMAIN", 176)
    rows = {row.name: row for row in Ros().run(quick=True)}
    assert {name: (row.op, row.bar) for name, row in rows.items()} == ROWS
    assert all(row.value is not None for row in rows.values())
    assert rows["lockstep_repeat"].value == 0.0
    assert rows["lockstep_equals_run"].ok


def test_bags_are_compared_by_the_bytes_of_each_topic(bag):
    found = _messages(bag)
    assert len(found["/clock"]) == 5
    assert all(isinstance(data, bytes) for data in found["/odom"])


def test_final_poses_are_compared_in_millimetres(bag):
    episode = load_episode(bag)
    moved = {"ego": episode.odometry["ego"] + np.array([0.003, 0.004] + [0.0] * 11)}
    assert _difference(episode, episode).value == 0.0
    row = _difference(dataclasses.replace(episode, odometry=moved), episode)
    assert row.value == pytest.approx(5.0)
    assert row.ok is False
