import numpy as np
import pytest

from physai_sim.core.truth import Outcome
from physai_sim.evaluation.metrics.goal_conditions import GoalConditions

ROWS = 40


def _held(*spans):
    rows = np.zeros(ROWS, dtype=bool)
    for first, last in spans:
        rows[first:last] = True
    return rows


@pytest.fixture
def score(arm):
    return lambda conditions, **changes: GoalConditions().score(
        arm(conditions=conditions, **changes)
    )


def test_the_value_is_the_share_that_held_at_the_end(score):
    result = score({"placed": _held((10, 40)), "let_go": _held()})
    assert result.value == 0.5
    assert result.parts == {"best": 0.5, "placed": 1.0, "let_go": 0.0}


def test_the_best_share_is_that_of_one_moment_and_not_of_all_together(score):
    apart = score({"a": _held((5, 10)), "b": _held((20, 30)), "c": _held(), "d": _held()})
    assert (apart.value, apart.parts["best"]) == (0.0, 0.25)
    together = score({"a": _held((5, 25)), "b": _held((20, 30)), "c": _held(), "d": _held()})
    assert together.parts["best"] == 0.5


def test_each_moment_at_which_a_condition_comes_to_hold_is_an_event(score):
    result = score({"a": _held((20, 30), (35, 40)), "b": _held((0, 40))})
    assert [(e.stamp_ns, e.text) for e in result.events] == [
        (0, "b holds"),
        (2_000_000_000, "a holds"),
        (3_500_000_000, "a holds"),
    ]


@pytest.mark.parametrize("outcome", [None, Outcome("interrupted", False, True, False, 39)])
def test_an_interrupted_episode_has_a_best_share_but_no_share_at_the_end(score, outcome):
    result = score({"a": _held((5, 10))}, outcome=outcome)
    assert result.value is None
    assert result.reason == "the episode was interrupted"
    assert result.parts == {"best": 1.0}


def test_without_recorded_conditions_the_share_is_unknown(score):
    assert score({}).reason == "no condition of the goal was recorded"
    assert score({"a": np.zeros(0, dtype=bool)}).value is None


def test_conditions_are_not_asked_of_a_car(drive):
    assert not GoalConditions().applies(drive())
