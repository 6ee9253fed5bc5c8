import numpy as np
import pytest

from physai_sim.evaluation.metrics.path_length import PathLength


def test_the_path_of_a_car_is_the_sum_of_its_pieces(trip):
    result = PathLength().score(trip([(0, 0), (3, 4), (3, 0)]))
    assert result.value == pytest.approx(9.0)
    assert result.parts == pytest.approx({"straight_m": 3.0, "ratio": 3.0})


def test_the_path_of_an_arm_is_that_of_its_tool_in_three_dimensions(arm):
    result = PathLength().score(arm())
    assert result.value == pytest.approx((0.04 + 0.04 + 0.09) ** 0.5)
    assert result.parts["ratio"] == pytest.approx(1.0)


def test_standing_still_has_length_zero_and_no_ratio(trip):
    result = PathLength().score(trip([(1, 1)] * 4))
    assert result.value == 0.0
    assert result.parts == {"straight_m": 0.0, "ratio": None}


def test_one_position_is_no_path(trip):
    result = PathLength().score(trip([(1, 1)]))
    assert result.value is None
    assert "fewer than two" in result.reason


def test_of_two_arms_all_tools_count_and_each_is_told(arm):
    left, right = np.zeros((2, 40, 7))
    left[:, 0], right[:, 1] = np.linspace(0.0, 0.3, 40), np.linspace(0.0, 0.5, 40)
    result = PathLength().score(arm(tools={"left": left, "right": right}))
    assert result.value == pytest.approx(0.8)
    assert result.parts["left_m"] == pytest.approx(0.3)
    assert result.parts["right_m"] == pytest.approx(0.5)
    assert result.parts["ratio"] == pytest.approx(1.0)
