import pytest

from physai_sim.evaluation.metrics.speed_limit import SpeedLimit


def _driven(*speeds):
    """Places 0.1 s apart of a car that drives at these speeds along its lane (limit 10 m/s)."""
    places, x = [(0.0, 0.0)], 0.0
    for speed in speeds:
        x += speed / 10
        places.append((x, 0.0))
    return places


def test_a_car_at_the_limit_keeps_it(street):
    result = SpeedLimit().score(street(_driven(*[9.999] * 20)))
    assert result.value == 0.0
    assert result.parts == {"max_excess_mps": 0.0, "compliance": 1.0}


def test_a_car_that_is_1_metre_per_second_too_fast_all_the_time(street):
    result = SpeedLimit().score(street(_driven(*[11.0] * 20)))
    assert result.value == 1.0
    assert result.parts["max_excess_mps"] == pytest.approx(1.0)
    # 21 stamps in 20 steps: nuPlan's mean counts every stamp for one step.
    assert result.parts["compliance"] == pytest.approx(1 - 21 / 20 / 2.23)
    assert [event.stamp_ns for event in result.events] == [0]


def test_much_too_fast_is_no_worse_than_zero(street):
    assert SpeedLimit().score(street(_driven(*[20.0] * 20))).parts["compliance"] == 0.0


def test_half_of_the_time_is_half_and_the_event_is_at_its_start(street):
    result = SpeedLimit().score(street(_driven(*[8.0] * 10, *[13.0] * 9)))
    # Speeds of the stamps are those of both neighbours: 10.5 m/s at the change.
    assert result.value == pytest.approx(10 / 20)
    assert [event.stamp_ns for event in result.events] == [1_000_000_000]


def test_a_little_too_fast_counts_but_is_no_event(street):
    result = SpeedLimit().score(street(_driven(*[10.3] * 20)))
    assert result.value == 1.0
    assert result.events == ()


def test_off_the_road_there_is_no_limit(street):
    places = [(x, -30.0) for x, _ in _driven(*[20.0] * 20)]
    assert SpeedLimit().score(street(places)).value == 0.0


def test_without_roads_the_value_is_none_with_a_reason(street, arm):
    result = SpeedLimit().score(street([(0.0, 0.0)] * 3, roads=None))
    assert result.value is None
    assert "roads" in result.reason
    assert not SpeedLimit().applies(arm())
