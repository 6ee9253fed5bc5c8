import pytest

from physai_sim.evaluation.metrics.off_road import OffRoad

# The right edge of the road is at y = -1.75 and the car 2 m wide: at y its right side is y - 1.


@pytest.mark.parametrize(
    ("y_m", "value", "outside_m"), [(0.0, 0.0, 0.0), (-1.04, 0.0, 0.29), (-1.06, 1.0, 0.31)]
)
def test_a_corner_may_be_0_3_metres_off_the_road(street, y_m, value, outside_m):
    result = OffRoad().score(street([(i, y_m) for i in range(5)]))
    assert result.value == value
    assert result.parts["max_outside_m"] == pytest.approx(outside_m, abs=1e-9)


def test_the_oncoming_lane_is_road_too(street):
    assert OffRoad().score(street([(10.0, 3.5)] * 5)).value == 0.0


def test_leaving_the_road_twice_has_two_events_and_its_share(street):
    ys = [0, -3, -3, 0, 0, 0, 9, 0, 0, 0]
    result = OffRoad().score(street([(10.0, y) for y in ys]))
    assert result.value == pytest.approx(0.3)
    assert [event.stamp_ns for event in result.events] == [100_000_000, 600_000_000]
    assert result.parts["count"] == 2.0
    # At y = 9 the left side of the car is at 10, the road ends at 3.5 + 1.75.
    assert result.parts["max_outside_m"] == pytest.approx(10.0 - 5.25)


def test_without_roads_or_a_size_the_value_is_none_with_a_reason(street, drive):
    assert OffRoad().score(street([(0.0, 0.0)] * 3, roads=None)).value is None
    assert "roads" in OffRoad().score(street([(0.0, 0.0)] * 3, roads=None)).reason
    assert "size" in OffRoad().score(drive()).reason


def test_off_road_is_not_asked_of_an_arm(arm):
    assert not OffRoad().applies(arm())
