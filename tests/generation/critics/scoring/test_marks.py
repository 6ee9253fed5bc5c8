import dataclasses

import pytest

from physai_sim.generation.critics.scoring.marks import margin_used, mark


def test_what_stays_within_half_of_its_margins_scores_5(finding):
    told = mark([finding(value=1.0), finding("contact", 0.0)])
    assert told.score == 5
    assert told.reasons == ("2 of 2 measures pass and none fails",)


def test_what_uses_more_than_half_of_a_margin_scores_4_and_says_which(finding):
    told = mark([finding(value=1.5), finding("contact", 0.0)])
    assert told.score == 4
    assert told.reasons[1] == "dynamics (A6) passes, with 75 % of its margin used: 1.5 m"


def test_where_less_than_half_could_be_told_the_best_score_is_4(finding):
    told = mark([finding(), finding("contact", None), finding("drift", None)])
    assert told.score == 4
    assert told.reasons[1] == "only 1 of 3 measures could be told"


@pytest.mark.parametrize(
    ("values", "score"), [([2.1], 3), ([4.1], 2), ([2.1, 2.1], 2), ([9.0, 9.0], 2), ([2.1] * 3, 1)]
)
def test_failures_cost_by_how_many_and_how_far(values, score, finding):
    told = mark([finding(f"m{k}", value) for k, value in enumerate(values)])
    assert told.score == score
    assert len(told.reasons) == len(values)
    assert told.reasons[0].startswith("m0 (A6) fails: ")


def test_a_failure_is_told_with_its_limit_and_distance(finding):
    (reason,) = mark([finding(value=5.0)]).reasons
    assert reason == "dynamics (A6) fails: 5 m against a limit of 2 m, 2.5 margins from the floor"


def test_what_fails_whatever_its_value_says_is_never_slight(finding):
    failed = dataclasses.replace(finding(value=0.5), verdict="fail", reason="it is gone")
    told = mark([failed])
    assert (told.score, told.reasons) == (2, ("dynamics (A6) fails: it is gone",))


def test_a_failure_without_a_margin_is_not_called_slight(finding):
    assert mark([finding(value=1.0, floor=0.5, limit=0.5)]).score == 2


def test_where_nothing_could_be_told_there_is_no_score(finding):
    told = mark([finding(value=None)])
    assert told.score is None
    assert told.reasons == ("no measure could be told", "dynamics (A6): too small")
    assert mark([]).score is None


def test_a_value_better_than_the_floor_uses_nothing_of_its_margin(finding):
    assert margin_used(finding(value=-1.0)) == 0.0
    assert margin_used(finding(value=0.75, floor=1.0, limit=0.5, better="higher")) == 0.5
    assert margin_used(finding(value=None)) is None


def test_the_facts_name_every_measure(finding):
    told = mark([finding(value=1.0), finding("contact", None)])
    assert told.facts["verdicts"] == {"dynamics": "pass", "contact": "unknown"}
    assert told.facts["margin_used"] == {"dynamics": 0.5}
