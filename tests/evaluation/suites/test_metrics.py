import copy

import pytest

from physai_sim.evaluation.episode_record import episode_record
from physai_sim.evaluation.scoring import aggregate, score_episode
from physai_sim.evaluation.suites.metrics import ALL_PLAYED, suite_metrics


@pytest.fixture
def scores(arm, drive):
    """What the runs of the short suite might say: the car did it twice, the arm never."""

    def run(episode, **more):
        found = score_episode(episode)
        records = [
            episode_record(n, episode, found, bag=f"episode_00{n}", video=None) for n in range(2)
        ]
        records[0]["video"] = "episode_000.mp4"
        told = {"world": "w", "instruction": "i", "policy": "p", "settings": [], "seeds": [1]}
        told |= {"config_hash": "0", "renderer": None, "unreadable": [], "timing": {}, **more}
        together = aggregate([record["metrics"] for record in records])
        return {**told, "episodes": records, "aggregate": together}

    lost = [{"episode": 2, "bag": "episode_002", "reason": "empty"}]
    return {"arm": run(arm(), unreadable=lost), "car": run(drive())}


def test_runs_stand_beside_each_other_and_all_episodes_together(short_suite, scores):
    metrics = suite_metrics(short_suite, scores, {})
    assert (metrics["kind"], metrics["suite"]) == ("suite", "s")
    assert metrics["runs"]["car"]["aggregate"] == scores["car"]["aggregate"]
    assert metrics["runs"]["car"]["aggregate"]["success_rate"]["value"] == 1.0
    assert metrics["aggregate"]["success_rate"]["value"] == 0.5
    assert metrics["aggregate"]["success_rate"]["n"] == 4


def test_episodes_are_numbered_through_and_name_their_run_and_files(short_suite, scores):
    metrics = suite_metrics(short_suite, scores, {})
    told = [(e["episode"], e["run"], e["bag"], e["video"]) for e in metrics["episodes"]]
    assert told == [
        (0, "arm", "arm/episode_000", "arm/episode_000.mp4"),
        (1, "arm", "arm/episode_001", None),
        (2, "car", "car/episode_000", "car/episode_000.mp4"),
        (3, "car", "car/episode_001", None),
    ]
    assert metrics["unreadable"] == [{"episode": 2, "bag": "arm/episode_002", "reason": "empty"}]


def test_requirements_are_held_against_the_run_or_against_all(short_suite, scores):
    checks = suite_metrics(short_suite, scores, {}, extra=short_suite.require)["requirements"]
    assert [(one["text"], one["ok"]) for one in checks] == [
        (ALL_PLAYED, True),
        ("arm: path_length<=0.1", False),
        ("success_rate<=0", False),
        ("success_rate<=0", False),
    ]
    assert checks[1]["value"] == pytest.approx(0.412, abs=0.001)


def test_an_episode_that_was_not_played_is_named_and_is_a_requirement_missed(short_suite, scores):
    failures = {("car", 1): "the disk is full", ("arm", 2): "killed, twice"}
    metrics = suite_metrics(short_suite, scores, failures)
    assert metrics["failed"] == [
        {"run": "arm", "seed": 9, "reason": "killed, twice"},
        {"run": "car", "seed": 4, "reason": "the disk is full"},
    ]
    first = metrics["requirements"][0]
    assert (first["text"], first["value"], first["ok"]) == (ALL_PLAYED, 3, False)
    assert first["reason"] == "arm seed 9: killed, twice; car seed 4: the disk is full"


def test_the_command_runs_it_again(short_suite, scores):
    other = copy.copy(short_suite).played_by("random")
    assert suite_metrics(other, scores, {})["command"] == (
        "physai evaluate --suite s --policy random --out again_s"
    )
