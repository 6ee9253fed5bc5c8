import pytest

from physai_sim.evaluation.metrics.time_to_collision import TimeToCollision

# Cars are 4 m long: at 10 m/s from x = 0 to a car that stands at x = 24 it takes 2 s.


def _driving(rows):
    return [(1.0 * i, 0.0) for i in range(rows)]


def test_the_least_time_is_that_of_the_last_stamp_on_the_way(street):
    result = TimeToCollision().score(street(_driving(6), others={"car": (24.0, 0.0)}))
    assert result.value == pytest.approx(1.5)
    assert result.parts == {"share_below": 0.0, "within_bound": 1.0, "others": 1.0}
    assert result.events == ()


def test_times_below_0_95_s_are_out_of_bound_and_told_when_they_begin(street):
    result = TimeToCollision().score(street(_driving(16), others={"car": (24.0, 0.0)}))
    # 2.0 s at the first stamp, 0.9 s at the twelfth, 0.5 s at the last.
    assert result.value == pytest.approx(0.5)
    assert result.parts["share_below"] == pytest.approx(5 / 16)
    assert result.parts["within_bound"] == 0.0
    assert [(e.stamp_ns, e.text) for e in result.events] == [(1_100_000_000, "0.9 s to car")]


def test_nobody_on_course_gives_the_horizon_as_a_bound(street):
    for others in ({}, {"car": (0.0, 30.0)}, {"house": None}):
        assert TimeToCollision().score(street(_driving(6), others=others)).value == 3.0


def test_the_nearest_of_several_counts(street):
    others = {"car": (24.0, 0.0), "walker": (15.3, 0.0)}
    result = TimeToCollision().score(street(_driving(3), others=others))
    # To the pedestrian, 0.6 m long: 15.3 - 2 - 0.3 - 2 m of way already driven.
    assert result.value == pytest.approx(1.1)


def test_without_the_others_or_the_size_the_value_is_none_with_a_reason(street, drive, arm):
    lost = TimeToCollision().score(street(_driving(6), others={"car": None}))
    assert lost.value is None
    assert "poses of others" in lost.reason
    assert "size" in TimeToCollision().score(drive()).reason
    assert not TimeToCollision().applies(arm())
