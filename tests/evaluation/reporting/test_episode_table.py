import pytest

from physai_sim.evaluation.reporting.episode_table import badge, record_name


@pytest.mark.parametrize(
    ("reason", "success", "tone"),
    [("success", True, "good"), ("dropped", False, "bad"), ("interrupted", False, "neutral")],
)
def test_how_an_episode_ended_has_a_tone(reason, success, tone):
    assert badge({"reason": reason, "is_success": success}).tone == tone


def test_a_run_without_an_outcome_was_interrupted_and_a_recording_has_none():
    assert badge(None).text == "interrupted"
    assert badge(None, kind="evaluate").text == "no outcome"


def test_episodes_of_a_run_are_told_apart_by_seed_and_others_by_what_they_are_of():
    record = {"seed": 7, "bag": "a/bag", "world": "reach", "policy": None}
    assert record_name(record, "run") == "seed 7"
    assert record_name(record, "evaluate") == "reach · a/bag"
