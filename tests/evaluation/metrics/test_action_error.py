import dataclasses

import numpy as np
import pytest

from physai_sim.evaluation.metrics.action_error import ActionError

BOUNDS = {"action_low": [-8.0, -0.2], "action_high": [2.0, 0.2]}


def with_bounds(episode, **record):
    robots = {name: {**robot, **record} for name, robot in episode.facts.robots.items()}
    return dataclasses.replace(episode, facts=dataclasses.replace(episode.facts, robots=robots))


def recorded(cruise, plan, *plans):
    episode = cruise(*plans)
    actions = np.zeros((len(episode.action_stamps_ns), 2))
    return with_bounds(dataclasses.replace(episode, actions=actions), **BOUNDS)


def test_equal_actions_have_no_error(cruise, plan):
    result = ActionError().score(recorded(cruise, plan, plan(0.0, [0.0] * 100)))
    assert result.value == 0.0
    assert (result.parts["actions"], result.parts["uncovered"]) == (100.0, 0.0)


def test_each_number_is_told_in_its_unit_and_the_value_in_shares_of_the_range(cruise, plan):
    result = ActionError().score(recorded(cruise, plan, plan(0.0, [[1.0, -0.04]] * 100)))
    assert result.parts["acceleration_mps2"] == pytest.approx(1.0)
    assert result.parts["curvature_per_m"] == pytest.approx(0.04)
    assert result.value == pytest.approx((0.1 + 0.1) / 2)


def test_the_newest_plan_is_the_one_that_would_be_played(cruise, plan):
    plans = [plan(0.0, [1.0] * 100), plan(5.0, [0.0] * 50)]
    result = ActionError().score(recorded(cruise, plan, *plans))
    assert result.parts["acceleration_mps2"] == pytest.approx(0.5)


def test_actions_that_no_plan_reaches_are_counted(cruise, plan):
    result = ActionError().score(recorded(cruise, plan, plan(1.0, [0.0] * 10)))
    assert (result.parts["actions"], result.parts["uncovered"]) == (10.0, 90.0)


def test_actions_that_a_plan_only_holds_are_not_the_policys(cruise, plan):
    result = ActionError().score(recorded(cruise, plan, plan(0.0, [0.0] * 50, decided=3)))
    assert (result.parts["actions"], result.parts["uncovered"]) == (3.0, 97.0)


def test_a_robot_of_unknown_range_has_differences_and_no_value(cruise, plan):
    episode = with_bounds(recorded(cruise, plan, plan(0.0, [1.0] * 100)), action_high=None)
    result = ActionError().score(episode)
    assert (result.value, result.reason) == (None, "the range of the actions is not recorded")
    assert result.parts["acceleration_mps2"] == pytest.approx(1.0)


def test_another_size_of_action_is_said(arm, plan):
    episode = arm(plans=(plan(0.0, [0.0] * 10),))
    assert (
        ActionError().score(episode).reason == "plans and recording have actions of another size"
    )


def test_it_is_asked_of_arms_too(arm, plan):
    assert ActionError().applies(arm(plans=(plan(0.0, [0.0]),)))
    assert not ActionError().applies(arm())
