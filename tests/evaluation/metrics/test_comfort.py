import numpy as np
import pytest

from physai_sim.evaluation.metrics.comfort import Comfort

ROWS = 50
POINTS = np.zeros((ROWS, 2))
T = np.arange(ROWS) / 10


def test_driving_evenly_is_fully_comfortable(trip):
    result = Comfort().score(trip(POINTS, speed=8.0))
    assert result.value == 1.0
    assert result.events == ()
    assert result.parts["longitudinal_mps2"] == pytest.approx(0.0, abs=1e-9)


@pytest.mark.parametrize(("rate", "value"), [(-4.0, 1.0), (-4.1, 0.0), (2.3, 1.0), (2.5, 0.0)])
def test_speeding_up_and_braking_have_the_bounds_of_nuplan(trip, rate, value):
    result = Comfort().score(trip(POINTS, speed=30.0 + rate * T))
    assert result.value == value
    assert result.parts["longitudinal_mps2"] == pytest.approx(abs(rate))


@pytest.mark.parametrize(("speed", "value"), [(9.7, 1.0), (9.9, 0.0)])
def test_a_bend_taken_too_fast_is_uncomfortable(trip, speed, value):
    result = Comfort().score(trip(POINTS, speed=speed, yaw_rate=-0.5))
    assert result.value == value
    assert result.parts["lateral_mps2"] == pytest.approx(speed / 2)


def test_spinning_slowly_forward_is_uncomfortable_by_its_yaw_rate(trip):
    result = Comfort().score(trip(POINTS, speed=0.0, yaw_rate=1.0))
    assert result.value == 0.0
    assert [event.text for event in result.events] == ["yaw_rate_radps out of bounds"]


def test_jerky_driving_is_less_comfortable_though_its_speed_hardly_varies(trip):
    jerky = 8.0 + 0.25 * np.sin(2 * np.pi * T)
    result = Comfort().score(trip(POINTS, speed=jerky))
    assert 0.0 < result.value < 1.0
    assert result.parts["longitudinal_mps2"] < 2.4
    assert result.parts["longitudinal_jerk_mps3"] > 4.13
    assert all("jerk" in event.text for event in result.events)


def test_the_value_is_the_share_of_rough_stamps_and_the_event_is_at_the_first(trip):
    rate = np.where(np.arange(ROWS) >= 40, 1.0, 0.0)
    result = Comfort().score(trip(POINTS, speed=0.0, yaw_rate=rate))
    rough = [e for e in result.events if e.text == "yaw_rate_radps out of bounds"]
    assert [e.stamp_ns for e in rough] == [4_000_000_000]
    assert result.value < 0.8


def test_too_few_stamps_give_none_with_a_reason(trip):
    result = Comfort().score(trip(POINTS[:4]))
    assert result.value is None
    assert "fewer than 5" in result.reason


def test_comfort_is_not_asked_of_an_arm(arm):
    assert not Comfort().applies(arm())
