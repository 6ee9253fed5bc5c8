import dataclasses

import numpy as np
import pytest

from physai_sim.evaluation.metrics.lane_departure import LaneDeparture


def test_a_car_in_its_lane_is_never_out_of_it(trip):
    result = LaneDeparture().score(trip([(i, 1.7 * (-1) ** i) for i in range(20)]))
    assert result.value == 0.0
    assert result.parts == pytest.approx({"max_offset_m": 1.7, "mean_offset_m": 1.7})


def test_a_car_that_leaves_the_lane_twice_has_two_events_and_its_share(trip):
    beside = [0, 0, 1.8, 2.0, 0, 0, 0, -3.0, 0, 0]
    result = LaneDeparture().score(trip([(i, y) for i, y in enumerate(beside)]))
    assert result.value == pytest.approx(0.3)
    assert [event.stamp_ns for event in result.events] == [200_000_000, 700_000_000]
    assert result.parts["max_offset_m"] == pytest.approx(3.0)
    assert result.parts["mean_offset_m"] == pytest.approx(0.68)


def test_a_narrower_lane_is_left_sooner(trip):
    points = [(i, 1.0) for i in range(10)]
    assert LaneDeparture().score(trip(points, width=2.1)).value == 0.0
    assert LaneDeparture().score(trip(points, width=1.9)).value == 1.0


def test_without_a_route_or_a_width_the_value_is_none_with_a_reason(trip):
    bare = trip([(0, 0)] * 5, route=np.zeros((0, 3)))
    wide = trip([(0, 0)] * 5)
    facts = dataclasses.replace(wide.facts, lane_width_m=None)
    for episode in (bare, dataclasses.replace(wide, facts=facts)):
        result = LaneDeparture().score(episode)
        assert result.value is None
        assert result.reason


def test_lane_departure_is_not_asked_of_an_arm(arm):
    assert not LaneDeparture().applies(arm())
