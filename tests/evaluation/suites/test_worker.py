import dataclasses
import json

import pytest

from physai_sim.evaluation.ingest.simulated import load_episode
from physai_sim.evaluation.suites import worker
from physai_sim.evaluation.suites.assignment import Assignment
from physai_sim.evaluation.suites.ledger import Task
from physai_sim.evaluation.suites.polite_end import PoliteEnd
from physai_sim.evaluation.suites.worker import Order, Stage, perform


@pytest.fixture
def stage_of(short_suite, tmp_path):
    """`stage_of("Still")`: a stage on which a policy of the test's file plays the short suite."""
    stages = []

    def make(policy="Dice"):
        name = short_suite.runs["arm"].policy.replace(":Dice", f":{policy}")
        runs = {key: dataclasses.replace(r, policy=name) for key, r in short_suite.runs.items()}
        stages.append(
            Stage(
                {
                    key: Assignment.of(run, out=tmp_path / key, mode="new")
                    for key, run in runs.items()
                }
            )
        )
        for key in runs:
            (tmp_path / key).mkdir(exist_ok=True)
        return stages[-1]

    yield make
    for stage in stages:
        stage.close()


@pytest.mark.slow
def test_episodes_are_played_and_then_scored(stage_of, tmp_path):
    stage = stage_of()
    for index in range(2):
        reply = perform(Order(Task("car", index)), stage, PoliteEnd())
        assert (reply.outcome, reply.reason) == ("time_limit", "")
        assert reply.steps > 0
        assert reply.wall_s > 0
    reply = perform(Order(Task("car"), played_s=2.5), stage, PoliteEnd())
    assert reply.metrics["seeds"] == [3, 4]
    assert reply.metrics["timing"]["wall_s"] == 2.5
    assert json.loads((tmp_path / "car" / "metrics.json").read_text()) == reply.metrics


def test_the_world_is_kept_from_seed_to_seed_of_a_run(stage_of):
    stage = stage_of()
    first = stage.at("arm")
    assert stage.at("arm") is first
    other = stage.at("car")
    assert other[1] is not first[1]
    assert stage.at("arm")[1] is not first[1]


@pytest.mark.parametrize(
    ("policy", "told"),
    [
        ("RaisesInInfer", "RaisesInInfer.infer"),
        ("RaisesWhenMade", "RuntimeError: no weights"),
        ("StopsAtOnce", "the policy wanted to play no more"),
    ],
)
def test_an_episode_that_fails_says_why_in_a_line_and_closes_the_world(stage_of, policy, told):
    stage = stage_of(policy)
    reply = perform(Order(Task("arm", 0)), stage, PoliteEnd())
    assert told in reply.reason
    assert "\n" not in reply.reason
    assert stage._run is None


def test_an_error_that_nobody_foresaw_is_told_with_its_place(stage_of, monkeypatch):
    def breaks(*_, **__):
        raise ValueError("two\nlines")

    monkeypatch.setattr(worker, "play_episode", breaks)
    reply = perform(Order(Task("arm", 0)), stage_of(), PoliteEnd())
    assert reply.reason.startswith("ValueError: two lines (test_worker.py:")


def test_a_policy_that_fails_to_end_leaves_its_episodes_as_they_are(stage_of, caplog):
    stage = stage_of("FailsToClose")
    assert perform(Order(Task("arm", 0)), stage, PoliteEnd()).reason == ""
    stage.close()
    assert "RuntimeError: stuck" in caplog.text


def test_an_end_that_is_wanted_comes_after_a_step_and_closes_the_bag(stage_of, tmp_path):
    end = PoliteEnd()
    end.is_wanted = True
    with pytest.raises(KeyboardInterrupt):
        perform(Order(Task("arm", 0)), stage_of(), end)
    episode = load_episode(tmp_path / "arm" / "episode_000")
    assert (episode.outcome.reason, episode.outcome.steps) == ("interrupted", 1)
    assert episode.lost is None
