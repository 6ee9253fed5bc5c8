import math

import pytest

from physai_sim.evaluation.metrics.heading_error import HeadingError


def test_a_straight_plan_on_a_straight_road_has_none(cruise, plan):
    assert HeadingError().score(cruise(plan(0.0, [0.0] * 5))).value == pytest.approx(0.0)


def test_a_bend_that_nobody_drove_grows_step_by_step(cruise, plan):
    # 1 m per step at a curvature of 0.02: 0.02, 0.04 ... 0.1 rad.
    result = HeadingError().score(cruise(plan(0.0, [[0.0, 0.02]] * 5)))
    assert result.value == pytest.approx(0.06)
    assert result.parts["final"] == pytest.approx(0.1)


def test_a_full_turn_is_no_error(cruise, plan):
    # 10 steps of 1 m, each a tenth of a full turn.
    result = HeadingError().score(cruise(plan(0.0, [[0.0, 2 * math.pi / 10]] * 10)))
    assert result.parts["final"] == pytest.approx(0.0, abs=1e-9)


def test_a_bend_to_the_left_and_to_the_right_weigh_alike(cruise, plan):
    left = HeadingError().score(cruise(plan(0.0, [[0.0, 0.02]] * 5)))
    right = HeadingError().score(cruise(plan(0.0, [[0.0, -0.02]] * 5)))
    assert left.value == pytest.approx(right.value)


def test_too_short_a_plan_has_no_value(cruise, plan):
    assert HeadingError().score(cruise(plan(0.0, [0.0]))).value is None
