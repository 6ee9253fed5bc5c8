import math

import pytest

from physai_sim.evaluation.metrics.wrong_lane import WrongLane


def test_in_the_own_lane_nothing_is_wrong(street):
    result = WrongLane().score(street([(0.8 * i, 0.0) for i in range(30)]))
    assert result.value == 0.0
    assert result.parts == {"against_m": 0.0, "compliance": 1.0}


@pytest.mark.parametrize(
    ("speed_mps", "compliance"), [(1.9, 1.0), (2.1, 0.5), (5.9, 0.5), (6.1, 0.0)]
)
def test_metres_against_the_lane_in_a_second_have_the_bounds_of_nuplan(
    street, speed_mps, compliance
):
    result = WrongLane().score(street([(0.1 * speed_mps * i, 3.5) for i in range(30)]))
    assert result.value == 1.0
    assert result.parts["against_m"] == pytest.approx(speed_mps)
    assert result.parts["compliance"] == compliance


def test_the_share_is_that_of_the_stamps_and_the_event_at_the_first(street):
    result = WrongLane().score(street([(i, 3.5 if 4 <= i < 7 else 0.0) for i in range(10)]))
    assert result.value == pytest.approx(0.3)
    assert [event.stamp_ns for event in result.events] == [400_000_000]


def test_the_oncoming_lane_is_right_for_who_drives_that_way(street):
    result = WrongLane().score(street([(50.0 - i, 3.5, math.pi) for i in range(20)]))
    assert result.value == 0.0
    assert result.parts["against_m"] == 0.0


def test_reverse_gear_in_the_own_lane_moves_against_it_though_the_lane_is_right(street):
    result = WrongLane().score(street([(50.0 - 0.3 * i, 0.0) for i in range(20)]))
    assert result.value == 0.0
    assert result.parts["against_m"] == pytest.approx(3.0)
    assert result.parts["compliance"] == 0.5


def test_off_the_road_there_is_no_direction(street):
    result = WrongLane().score(street([(i, -30.0, math.pi) for i in range(20)]))
    assert result.value == 0.0
    assert result.parts["against_m"] == 0.0


def test_without_roads_the_value_is_none_with_a_reason(street, arm):
    result = WrongLane().score(street([(0.0, 0.0)] * 3, roads=None))
    assert result.value is None
    assert "roads" in result.reason
    assert not WrongLane().applies(arm())
