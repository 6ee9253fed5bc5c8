import math

import pytest

from physai_sim.evaluation.metrics.min_distance import MinDistance

DRIVING = [(1.0 * i, 0.0) for i in range(20)]


def test_passing_a_car_beside_leaves_the_free_distance_between_their_sides(street):
    # 3.2 m between middles, both 2 m wide; they are side by side from x = 6 on.
    result = MinDistance().score(street(DRIVING, others={"car": (10.0, 3.2)}))
    assert result.value == pytest.approx(1.2)
    assert [(e.stamp_ns, e.text) for e in result.events] == [(600_000_000, "nearest to car")]


def test_the_nearest_of_all_counts(street):
    others = {"car": (10.0, 3.2), "walker": (12.0, -2.0), "crate": (50.0, 50.0)}
    assert MinDistance().score(street(DRIVING, others=others)).value == pytest.approx(0.7)


def test_a_touch_is_zero(street):
    assert MinDistance().score(street(DRIVING, others={"car": (10.0, 0.5)})).value == 0.0


def test_without_anybody_there_is_no_distance(street, arm):
    result = MinDistance().score(street(DRIVING))
    assert result.value is None
    assert "nobody" in result.reason
    gone = street(DRIVING, others={"car": [(math.nan, math.nan)] * 20})
    assert MinDistance().score(gone).value is None
    assert MinDistance().score(street(DRIVING, others={"car": None})).value is None
    assert not MinDistance().applies(arm())
