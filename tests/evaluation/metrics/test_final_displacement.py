import pytest

from physai_sim.evaluation.metrics.final_displacement import FinalDisplacement


def test_only_the_step_at_the_horizon_counts(cruise, plan):
    result = FinalDisplacement().score(cruise(plan(0.0, [2.0] * 30)))
    assert result.parts["0.5 s"] == pytest.approx(0.25)
    assert result.parts["1 s"] == pytest.approx(1.0)
    assert result.value == pytest.approx(9.0)


def test_the_candidate_that_ends_nearest_counts(cruise, plan):
    result = FinalDisplacement().score(cruise(plan(0.0, [2.0] * 10, [-1.0] * 10)))
    assert result.value == pytest.approx(0.5)


def test_it_is_asked_of_a_car_with_plans_alone(cruise, plan, arm):
    assert FinalDisplacement().applies(cruise(plan(0.0, [0.0])))
    assert not FinalDisplacement().applies(cruise())
    assert not FinalDisplacement().applies(arm())
