import numpy as np
import pytest

from physai_sim.evaluation.metrics.plan_deviation import PlanDeviation


def score(episode):
    return PlanDeviation().score(episode)


def test_a_policy_that_goes_on_as_it_said_does_not_deviate(cruise, plan):
    plans = [plan(at / 10, [0.0] * 20) for at in range(10)]
    result = score(cruise(*plans))
    assert result.value == pytest.approx(0.0, abs=1e-9)
    assert result.parts["pairs"] == 9.0


def test_a_change_of_mind_is_weighed_with_the_nearest_steps_first(cruise, plan):
    # The second plan brakes at 2 m/s^2 from 0.1 s on: t^2 behind after 0.1 ... 0.9 s.
    result = score(cruise(plan(0.0, [0.0] * 10), plan(0.1, [-2.0] * 10)))
    times = np.arange(1, 10) / 10
    weights = np.exp(-0.1 * np.arange(9))
    assert result.value == pytest.approx((times**2 * weights).sum() / weights.sum())
    assert result.parts["max"] == result.value


def test_fewer_than_five_shared_steps_are_no_overlap(cruise, plan):
    assert score(cruise(plan(0.0, [0.0] * 10), plan(0.5, [0.0] * 10))).value is not None
    result = score(cruise(plan(0.0, [0.0] * 10), plan(0.6, [0.0] * 10)))
    assert (result.value, result.reason) == (None, "no two consecutive plans share 5 steps")


def test_plans_of_another_rate_are_compared_at_the_stamps_of_the_later(cruise, plan):
    result = score(cruise(plan(0.0, [0.0] * 20), plan(0.1, [0.0] * 40, hz=20)))
    assert result.value == pytest.approx(0.0, abs=1e-9)


def test_one_plan_has_nothing_to_deviate_from(cruise, plan):
    assert score(cruise(plan(0.0, [0.0] * 10))).reason.startswith("fewer than two plans")
