import pytest

from physai_sim.evaluation.metrics.min_ade import MinAde


def score(episode):
    return MinAde().score(episode)


def test_a_plan_that_is_driven_has_no_error(cruise, plan):
    result = score(cruise(plan(0.0, [0.0] * 64), plan(1.0, [0.0] * 64)))
    assert result.value == pytest.approx(0.0, abs=1e-9)
    assert result.parts["6.4 s"] == pytest.approx(0.0, abs=1e-9)
    assert result.parts["plans"] == 2.0


def test_an_acceleration_that_nobody_drove_is_the_mean_of_half_a_t_squared(cruise, plan):
    # Errors t^2 at t = 0.1 ... 0.5 s: mean 0.11 m.
    result = score(cruise(plan(0.0, [2.0] * 10)))
    assert result.parts["0.5 s"] == pytest.approx(0.11)
    assert result.value == result.parts["1 s"] == pytest.approx(0.385)
    assert result.parts["3 s"] is None


def test_the_best_of_several_candidates_counts(cruise, plan):
    result = score(cruise(plan(0.0, [2.0] * 5, [0.0] * 5, [-2.0] * 5)))
    assert result.value == pytest.approx(0.0, abs=1e-9)
    assert result.parts["candidates"] == 3.0


def test_the_mean_is_taken_over_plans(cruise, plan):
    result = score(cruise(plan(0.0, [2.0] * 5), plan(1.0, [0.0] * 5)))
    assert result.value == pytest.approx(0.055)


def test_it_is_asked_of_a_car_with_plans_alone(cruise, plan, arm):
    assert MinAde().applies(cruise(plan(0.0, [0.0])))
    assert not MinAde().applies(cruise())
    assert not MinAde().applies(arm(plans=(plan(0.0, [0.0]),)))
