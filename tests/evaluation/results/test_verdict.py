import pytest

from physai_sim.evaluation.results.verdict import title, verdict


@pytest.mark.parametrize(
    ("value", "success", "text"),
    [
        (1.0, True, "success"),
        (0.0, False, "ended without success: time limit"),
        (None, None, "nothing was recorded"),
    ],
)
def test_an_episode_passed_failed_or_nobody_knows(document, value, success, text):
    found = verdict(document(value)["episodes"][0])
    assert (found.success, found.text) == (success, text)


def test_an_episode_that_lost_data_failed_whatever_it_says_of_itself(document):
    record = {**document(1.0)["episodes"][0], "lost": "the last 3 chunks"}
    assert verdict(record).success is False
    assert "lost: the last 3 chunks" in verdict(record).text


def test_an_episode_without_the_metric_or_an_outcome_is_told_too(document, result):
    record = document(1.0)["episodes"][0]
    assert verdict({**record, "metrics": {}}).text == "success was not scored"
    failed = {**record, "outcome": None, "metrics": {"success": result(0.0)}}
    assert verdict(failed).text == "ended without success"


def test_a_title_names_what_is_known():
    assert title({"episode": 3, "seed": 8, "bag": "b"}) == "episode 3 seed 8 of b"
    assert title({"episode": 3, "seed": None, "bag": ""}) == "episode 3"
