import json

from physai_sim.generation.critics.base import Critique
from physai_sim.generation.critics.scoring.best_of import best_of, margin_used


def _critique(score, **used):
    return Critique(score, ("why",), facts={"margin_used": used} if used else {})


def test_the_best_score_is_taken_and_what_scores_4_or_more_is_kept():
    ranked = best_of([("a", _critique(2)), ("b", _critique(5)), ("c", _critique(4))])
    assert [one.name for one in ranked] == ["b", "c", "a"]
    assert [one.kept for one in ranked] == [True, True, False]
    assert [one.is_best for one in ranked] == [True, False, False]


def test_equal_scores_are_told_apart_by_their_margins_then_by_their_order():
    ranked = best_of(
        [
            ("first", _critique(5, dynamics=0.4)),
            ("close", _critique(5, dynamics=0.1, contact=None)),
            ("second", _critique(5, dynamics=0.4)),
        ]
    )
    assert [one.name for one in ranked] == ["close", "first", "second"]


def test_where_none_scores_enough_none_is_taken():
    ranked = best_of([("a", _critique(3)), ("b", _critique(1))])
    assert not any(one.kept or one.is_best for one in ranked)


def test_what_has_no_score_goes_last_and_is_never_kept():
    ranked = best_of([("mute", _critique(None)), ("bad", _critique(1))], keep=1)
    assert [(one.name, one.kept) for one in ranked] == [("bad", True), ("mute", False)]


def test_a_row_is_a_line_of_a_log():
    (row,) = best_of([("a", _critique(4, dynamics=0.2))])
    assert json.loads(json.dumps(row.to_json()))["margin_used"] == 0.2
    assert margin_used(_critique(4)) is None
