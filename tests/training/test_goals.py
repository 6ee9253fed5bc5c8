"""What a network sees of a goal is the way there."""

import numpy as np
import pytest
from gymnasium import spaces

from physai_sim.core.config import load_world
from physai_sim.core.errors import UnknownNameError
from physai_sim.core.features import FeatureMap
from physai_sim.training.goals import WAY_GAIN, Goals, goals_of


def test_a_network_sees_what_is_achieved_the_way_and_the_rest():
    goals = Goals(
        achieved=({"at.0": 2.0}, {"at.1": 1.0}),
        desired=({"to.0": 2.0}, {}),
        beside=({"else.0": 1.0},),
        near=(0.1, 0.1),
    )
    entries = {"at": np.array([0.5, -0.25]), "to": np.array([1.0]), "else": np.array([7.0])}
    seen = FeatureMap(goals.seen)(entries)
    np.testing.assert_allclose(seen, [1.0, -0.25, WAY_GAIN * 1.0, WAY_GAIN * 0.25, 7.0])


def test_the_goal_of_reach_is_as_near_as_its_task_asks():
    config = load_world("reach", ["task.success_distance_m=0.06"])
    goals = goals_of(config, {"joint_state": spaces.Box(-1, 1, (18,))})
    assert goals.near == pytest.approx((0.2, 0.2, 0.2))
    assert len(goals.beside) == 9


def test_an_entry_that_goals_need_is_named_where_it_is_missing():
    boxes = {"target_position_m": spaces.Box(-1, 1, (3,))}
    with pytest.raises(UnknownNameError, match=r"got 'joint_state' \(known: target_position_m\)"):
        goals_of(load_world("reach"), boxes)
