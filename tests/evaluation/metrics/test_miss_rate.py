import pytest

from physai_sim.evaluation.metrics.miss_rate import MissRate

# A constant acceleration a is a t^2 / 2 off: 6 m after 3 s at 4/3 m/s^2.
JUST_IN, JUST_OUT = 1.33, 1.34


@pytest.mark.parametrize(("acceleration", "missed"), [(JUST_IN, 0.0), (JUST_OUT, 1.0)])
def test_six_metres_within_three_seconds_are_the_limit(cruise, plan, acceleration, missed):
    result = MissRate().score(cruise(plan(0.0, [acceleration] * 30)))
    assert result.parts["3 s"] == missed
    assert result.value == missed


@pytest.mark.parametrize(("acceleration", "missed"), [(0.49, 0.0), (0.51, 1.0)])
def test_sixteen_metres_within_eight_seconds_are_the_limit(cruise, plan, acceleration, missed):
    result = MissRate().score(cruise(plan(0.0, [acceleration] * 80), seconds=9.0))
    assert result.parts["8 s"] == missed
    assert result.parts["3 s"] == 0.0


def test_it_is_the_share_of_plans(cruise, plan):
    result = MissRate().score(cruise(plan(0.0, [0.0] * 30), plan(1.0, [3.0] * 30)))
    assert result.value == 0.5


def test_one_good_candidate_is_enough(cruise, plan):
    assert MissRate().score(cruise(plan(0.0, [3.0] * 30, [0.0] * 30))).value == 0.0


def test_a_plan_that_comes_back_has_missed_all_the_same(cruise, plan):
    # 7 m ahead in between, and level again at 3 s: the greatest distance counts.
    there = [14.0] * 10 + [-14.0] * 10
    result = MissRate().score(cruise(plan(0.0, [*there, *[-28.0] * 5, *[28.0] * 5])))
    assert result.value == 1.0
