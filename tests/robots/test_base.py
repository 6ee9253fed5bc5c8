"""Actions are checked before anything is commanded."""

import numpy as np
import pytest

from physai_sim.core.errors import ActionError
from physai_sim.robots.base import checked_action

NAMES = ("steering_rad", "speed_mps")
WRONG = {
    "too short": [1.0],
    "too long": [1.0, 2.0, 3.0],
    "a table": [[1.0, 2.0]],
    "a scalar": 1.0,
    "text": ["left", "fast"],
    "ragged": [[1.0], [2.0, 3.0]],
    "nothing": None,
    "nan": [0.0, float("nan")],
    "infinite": [float("-inf"), 0.0],
}


@pytest.mark.parametrize("wrong", WRONG.values(), ids=WRONG)
def test_what_is_no_action_is_refused(wrong):
    with pytest.raises(ActionError, match=r"robots\.ego"):
        checked_action(wrong, names=NAMES, where="robots.ego")


def test_the_offending_number_is_named():
    with pytest.raises(ActionError, match=r"robots\.ego\.speed_mps"):
        checked_action([0.0, np.nan], names=NAMES, where="robots.ego")
    with pytest.raises(ActionError, match="steering_rad, speed_mps"):
        checked_action([0.0], names=NAMES, where="robots.ego")


@pytest.mark.parametrize("action", [[1, 2], (1.0, 2.0), np.array([1, 2], dtype=np.float32)])
def test_lists_tuples_and_arrays_of_any_kind_are_taken(action):
    values = checked_action(action, names=NAMES, where="x")
    assert (values.dtype, values.tolist()) == (np.float64, [1.0, 2.0])


def test_a_refused_action_commands_nothing(open_session):
    session = open_session("lane_curve", cameras=False)
    session.reset(0)
    robot = session.stage.robots["ego"]
    before = robot.body.motors()
    with pytest.raises(ActionError):
        robot.apply_action([np.nan, 0.1])
    assert robot.body.motors() == before
    assert robot.body.motors()


def test_the_callers_array_is_left_alone(open_session):
    session = open_session("lane_curve", cameras=False)
    session.reset(0)
    mine = np.array([99.0, 99.0])
    session.stage.robots["ego"].apply_action(mine)
    assert mine.tolist() == [99.0, 99.0]
