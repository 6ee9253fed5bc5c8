"""Steps of the tool: along the way, within the limits, never bent; turns by the shorter side."""

import math

import numpy as np
import pytest

from policies.control._carrying import tool_action, wrapped

HIGH = np.array([0.03, 0.03, 0.03, 0.1, 0.1, 0.1, 0.08])


@pytest.mark.parametrize("way", [(0.5, -0.2, 0.1), (0.01, 0.0, -0.02), (0.0, 0.0, 0.0)])
def test_a_step_goes_along_the_way_within_the_limits(way):
    action = tool_action(np.array(way), turn_rad=0.0, opening_m=0.05, high=HIGH)
    assert (np.abs(action) <= HIGH + 1e-12).all()
    assert np.cross(action[:3], way) == pytest.approx(np.zeros(3), abs=1e-12)
    assert np.linalg.norm(action[:3]) <= np.linalg.norm(way)
    assert action[3:5].tolist() == [0.0, 0.0]
    assert action[6] == 0.05


@pytest.mark.parametrize(("turn", "limited"), [(0.2, 0.06), (3.0, 0.1), (-3.0, -0.1)])
def test_turns_are_limited_and_keep_their_side(turn, limited):
    action = tool_action(np.zeros(3), turn_rad=turn, opening_m=0.0, high=HIGH)
    assert action[5] == pytest.approx(limited)


def test_a_cube_needs_at_most_an_eighth_of_a_turn():
    for angle in np.linspace(-7.0, 7.0, 57):
        turn = wrapped(float(angle), symmetry_rad=math.pi / 2)
        assert abs(turn) <= math.pi / 4 + 1e-12
        assert math.remainder(angle - turn, math.pi / 2) == pytest.approx(0.0, abs=1e-9)
