import json

import numpy as np
import pytest

from physai_sim.core.truth import Outcome, interrupted
from physai_sim.evaluation.metrics.base import MetricResult
from physai_sim.evaluation.metrics.path_length import PathLength
from physai_sim.evaluation.scoring import aggregate, all_metrics, score_episode


def _group(name):
    return {metric for metric, one in all_metrics().items() if one.group == name}


def test_a_driving_episode_is_scored_by_every_metric_of_driving(drive):
    scores = score_episode(drive())
    assert _group("driving") | {"duration", "path_length", "success"} <= set(scores)
    assert not _group("manipulation") & set(scores)
    assert scores["collisions"]["value"] == 1.0
    assert scores["collisions"]["parts"]["kerb"] == 1.0


def test_an_arm_is_scored_by_every_metric_of_manipulation(arm):
    scores = score_episode(arm())
    assert _group("manipulation") | {"duration", "path_length", "success"} <= set(scores)
    assert not _group("driving") & set(scores)


def test_scores_are_plain_data_that_json_keeps(drive, arm):
    for episode in (drive(), arm(), drive(0, outcome=None)):
        scores = score_episode(episode)
        assert json.loads(json.dumps(scores, allow_nan=False)) == scores


def test_an_unknown_value_comes_with_its_reason_and_a_known_one_without(arm):
    scores = score_episode(arm())
    assert scores["duration"]["value"] is None
    assert scores["duration"]["reason"]
    assert scores["path_length"]["reason"] == ""


def test_the_aggregate_leaves_unknown_values_out_and_counts_the_known(drive, arm):
    interrupted = drive(outcome=None)
    together = aggregate([score_episode(e) for e in (drive(), arm(), interrupted)])
    rate = together["success_rate"]
    assert (rate["value"], rate["n"]) == (0.5, 2)
    assert (rate["low"], rate["high"]) == pytest.approx((0.0945, 0.9055), abs=1e-4)
    duration = together["metrics"]["duration"]
    assert duration == {
        "mean": 11.9,
        "min": 11.9,
        "max": 11.9,
        "n": 1,
        "unit": "s",
        "pooled": {},
    }
    assert together["metrics"]["collisions"]["n"] == 2


def test_success_once_and_success_at_the_end_are_told_apart(drive):
    held = np.zeros(120, dtype=bool)
    fell = Outcome("fell", True, False, False, 119)
    lost = drive(success=np.arange(120) == 50, outcome=fell)
    episodes = (drive(), lost, drive(success=held, outcome=fell), drive(outcome=interrupted(9)))
    together = aggregate([score_episode(episode) for episode in episodes])
    # Wilson's intervals of 2 of 3 and of 1 of 3.
    once = {"value": 2 / 3, "low": 0.20766, "high": 0.93851, "n": 3}
    at_end = {"value": 1 / 3, "low": 0.06149, "high": 0.79234, "n": 3}
    assert together["success_once"] == pytest.approx(once, abs=1e-5)
    assert together["success_at_end"] == pytest.approx(at_end, abs=1e-5)
    assert together["success_rate"] == together["success_at_end"]


def test_the_aggregate_of_nothing_claims_nothing(drive):
    nothing = aggregate([])
    for name in ("success_rate", "success_at_end", "success_once"):
        assert nothing[name] == {"value": None, "low": 0.0, "high": 1.0, "n": 0}
    assert nothing["metrics"] == {}
    unknown = aggregate([score_episode(drive(0, outcome=None))])
    assert unknown["metrics"]["success"]["mean"] is None
    assert unknown["metrics"]["success"]["n"] == 0


def test_some_groups_alone_can_be_scored_and_then_nothing_is_said_of_success(drive):
    scores = score_episode(drive(), groups=("driving",))
    assert "comfort" in scores
    assert "success" not in scores
    together = aggregate([scores])
    assert together["success_rate"] == {"value": None, "low": 0.0, "high": 1.0, "n": 0}
    assert together["metrics"]["comfort"]["n"] == 1


@pytest.mark.parametrize("number", [np.inf, -np.inf, np.nan])
def test_a_number_that_json_has_not_is_unknown_with_a_reason(arm, monkeypatch, number):
    result = MetricResult(number, parts={"most": number, "least": 1.0})
    monkeypatch.setattr(PathLength, "score", lambda self, episode: result)
    found = score_episode(arm())["path_length"]
    assert found["value"] is None
    assert str(number) in found["reason"]
    assert found["parts"] == {"most": None, "least": 1.0}
