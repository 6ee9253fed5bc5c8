"""The folder of a training tells what was done, and is not mixed up with another's."""

import json
import sys

import numpy as np
import pytest

from physai_sim.core.config import load_world
from physai_sim.core.errors import ConfigError, MachineError, OutputError
from physai_sim.core.network import Network, NetworkConfig
from physai_sim.training.history import COLUMNS, History
from physai_sim.training.training_run import TrainingRun, require_learners

HISTORY = History(300, 90.0, [(100.0, 20.0, 0.0, 0.1, 100.0), (300.0, 90.0, 1.0, 0.4, 200.0)])


@pytest.fixture
def run_of(tmp_path):
    def make(
        world="reach", seed=0, *, algorithm="PPO", mode="new", settings=("time_limit_s=4.0",)
    ):
        config = load_world(world, settings)
        return TrainingRun(algorithm, config, seed, tmp_path / "out", episodes=2, mode=mode)

    return make


def _record(run):
    return json.loads((run.out / "run.json").read_text())


def test_the_record_says_what_is_trained_and_how_it_ended(run_of):
    run = run_of(seed=7)
    with run.recorded():
        assert _record(run)["exit_state"] == "running"
    record = _record(run)
    assert (record["exit_state"], record["algorithm"], record["seed"]) == ("done", "PPO", 7)
    assert (record["world"], record["config_hash"]) == ("reach", run.config.hash())
    assert record["fresh_seeds"] == [2**31, 2**31 + 1]
    assert {"torch", "stable-baselines3"} <= set(record["versions"])


@pytest.mark.parametrize(
    ("error", "state"),
    [(KeyboardInterrupt(), "interrupted"), (ConfigError("bad luck"), "failed: bad luck")],
)
def test_the_record_says_what_cut_it_short(run_of, error, state):
    run = run_of()
    with pytest.raises(type(error)), run.recorded():
        raise error
    assert _record(run)["exit_state"] == state


def test_a_folder_that_is_not_empty_is_refused(run_of):
    with run_of().recorded():
        pass
    with pytest.raises(OutputError, match="not empty"), run_of().recorded():
        pass


@pytest.mark.parametrize(
    ("change", "what"),
    [
        ({"algorithm": "SAC + HER"}, "algorithm, so .* got 'SAC \\+ HER'; expected 'PPO'"),
        ({"world": "push"}, "world"),
        ({"settings": ("time_limit_s=3.0",)}, "config_hash"),
        ({"seed": 1}, "seed, so it cannot be resumed, got 1; expected 0"),
    ],
)
def test_another_training_is_not_resumed(run_of, change, what):
    with run_of().recorded():
        pass
    another = run_of(**change, mode="resume")
    with pytest.raises(OutputError, match=f"has another {what}"), another.recorded():
        pass
    assert _record(run_of())["seed"] == 0


def test_the_same_training_is_resumed_with_its_checkpoint(run_of):
    with run_of().recorded():
        run_of().checkpoint.write_text("state")
    with run_of(mode="resume").recorded():
        assert run_of().checkpoint.read_text() == "state"


def test_a_training_is_judged_by_the_policy_that_was_saved(run_of):
    run = run_of()
    with run.recorded():
        way = [{f"target_position_m.{i}": 10.0, f"tool_position_m.{i}": -10.0} for i in range(3)]
        config = NetworkConfig(
            made_by="hand", features=tuple(way), activation="tanh", output="clip"
        )
        weight = np.eye(7, 3, dtype=np.float32)
        Network(config, [(weight, np.zeros(7, np.float32))]).save(run.policy)
        line = run.judged(HISTORY)
    assert line == (
        "reach: success 1.00 (95 %: 0.34 to 1.00, n = 2) after 300 control steps in 1.5 min; "
        "a random policy 0.00 (95 %: 0.00 to 0.66, n = 2)"
    )
    figures = json.loads((run.out / "training.json").read_text())
    assert (figures["schema"], figures["steps"], figures["seconds"]) == (1, 300, 90.0)
    assert figures["success"] == {
        "value": 1.0,
        "low": pytest.approx(0.342, abs=1e-3),
        "high": 1.0,
        "n": 2,
    }
    assert figures["success_of_random_policy"]["value"] == 0.0
    assert set(figures["episodes"]) == set(COLUMNS)
    assert figures["episodes"]["length"] == [100.0, 200.0]
    assert (run.out / "curve.png").stat().st_size > 10_000


def test_what_is_missing_for_learning_is_said_in_a_line(monkeypatch):
    monkeypatch.setitem(sys.modules, "stable_baselines3", None)
    with pytest.raises(
        MachineError, match=r"needs the extra rl: .*; expected make setup-rl, or pip"
    ):
        require_learners()
