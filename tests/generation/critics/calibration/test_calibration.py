import json

import pytest

from physai_sim.generation.critics.calibration.calibration import calibration
from physai_sim.generation.critics.calibration.cases import LeftOut
from physai_sim.generation.critics.calibration.judging import Judged

# Fault, score of the report, state error.
FILMS = [
    *((f"fault{k % 2}", True, 1 + k % 2, 0.5 + k) for k in range(6)),
    *(("unchanged", False, 5, 0.01) for _ in range(4)),
]


def _judged(say):
    return [
        Judged(name, "push", k, is_fault, say(reference), (), reference, error)
        for k, (name, is_fault, reference, error) in enumerate(FILMS)
    ]


def test_a_critic_that_always_says_4_comes_out_as_useless():
    found = calibration("always_4", _judged(lambda reference: 4))
    assert found.figures["auroc"].value == 0.5
    assert found.figures["fooled_rate"].value == 1.0
    assert found.figures["spearman"].value is None
    assert found.figures["overrating"].value == pytest.approx(
        (2 * 9 + 5 * 0 + 3 * 0 - 1) / 10, abs=1
    )
    assert found.verdict == "no better than chance"


def test_a_critic_that_knows_tells_them_apart():
    found = calibration("knows", _judged(lambda reference: reference))
    assert found.figures["auroc"].value == 1.0
    assert found.figures["fooled_rate"].value == 0.0
    assert found.figures["clean_kept"].value == 1.0
    assert found.figures["overrating"].value == 0.0
    assert found.figures["spearman"].value < -0.5
    assert found.verdict == "tells faults from truth better than chance"


def test_a_critic_that_has_it_upside_down_prefers_faults():
    assert calibration("x", _judged(lambda r: 6 - r)).verdict == "prefers faults to truth"


def test_answers_that_cannot_be_read_are_counted_and_never_guessed():
    found = calibration("mute", _judged(lambda reference: None))
    assert found.figures["unread"].value == 1.0
    assert found.figures["fooled_rate"].reason == "no film with a fault has a score"
    assert found.verdict.startswith("unknown: needs films")


def test_each_fault_has_a_row():
    told = calibration("x", _judged(lambda r: 4 if r == 2 else r)).to_json()
    assert told["faults"] == [
        {"fault": "fault0", "films": 3, "scored": 3, "mean_score": 1.0, "fooled": 0.0},
        {"fault": "fault1", "films": 3, "scored": 3, "mean_score": 4.0, "fooled": 1.0},
    ]


def test_all_of_it_is_plain_json():
    left = LeftOut("mover", "push", 3, "shows nothing")
    told = calibration("x", [*_judged(lambda r: r), left]).to_json()
    assert json.loads(json.dumps(told, allow_nan=False))["left_out"][0]["name"] == "mover"
    assert len(told["judged"]) == len(FILMS)
