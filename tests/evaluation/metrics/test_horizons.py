import dataclasses

import pytest

from physai_sim.evaluation.metrics._horizons import over_horizons, rows_of
from physai_sim.evaluation.metrics.min_ade import MinAde


def test_a_horizon_that_is_a_whole_number_of_steps_has_just_them():
    assert rows_of(6.4, 10) == 64
    assert rows_of(0.5, 10) == 5
    assert rows_of(0.5, 4) == 2


def test_a_horizon_between_two_steps_has_both():
    assert rows_of(0.5, 3) == 2


def test_chunks_that_reach_no_horizon_say_how_far_they_reach(cruise, plan):
    result = MinAde().score(cruise(plan(0.0, [0.0])))
    assert result.value is None
    assert result.reason == "chunks reach 0.1 s, the shortest horizon is 0.5 s"
    assert result.parts == dict.fromkeys(("0.5 s", "1 s", "3 s", "5 s", "6.4 s"))


def test_a_plan_past_the_end_of_the_recording_is_left_out_and_counted(cruise, plan):
    plans = [plan(0.0, [0.0] * 10), plan(1.5, [0.0] * 10)]
    result = MinAde().score(cruise(*plans, seconds=2.0))
    assert result.parts["horizon_s"] == 1.0
    assert (result.parts["plans"], result.parts["beyond_end"]) == (1.0, 1.0)


def test_plans_that_all_reach_past_the_end_have_no_value_and_a_reason(cruise, plan):
    result = MinAde().score(cruise(plan(1.8, [0.0] * 10), seconds=2.0))
    assert result.value is None
    assert "past the end of the recording at 0.5 s" in result.reason


def test_a_plan_before_the_recording_has_no_start(cruise, plan):
    result = MinAde().score(cruise(plan(-1.0, [0.0] * 10)))
    assert result.reason == "no plan starts within the recorded odometry"


def test_the_time_for_which_the_last_action_is_held_is_told(cruise, plan):
    result = MinAde().score(cruise(plan(0.0, [0.0] * 30, decided=1)))
    assert result.parts["horizon_s"] == 3.0
    assert result.parts["held_s"] == pytest.approx(2.9)


def test_plans_of_different_reach_count_where_they_reach(cruise, plan):
    plans = [plan(0.0, [0.0] * 5), plan(0.5, [0.0] * 10)]
    result = over_horizons(cruise(*plans), lambda forecast, rows: float(rows))
    assert result.parts["0.5 s"] == 5.0
    assert result.parts["1 s"] == 10.0
    assert result.value == 10.0


def test_a_car_that_steers_by_an_unknown_wheelbase_has_a_reason_and_no_value(cruise, plan):
    episode = cruise(plan(0.0, [0.0] * 10))
    robot = {"kind": "car", "wheelbase_m": None, "action_names": ["steering_rad", "speed_mps"]}
    facts = dataclasses.replace(episode.facts, robots={"ego": robot})
    result = MinAde().score(dataclasses.replace(episode, facts=facts))
    assert (result.value, "wheelbase is not known" in result.reason) == (None, True)
