import pytest

from physai_sim.evaluation.metrics.close_encounter import CloseEncounter

DRIVING = [(1.0 * i, 0.0) for i in range(40)]
ONCOMING = [(40.0 - 1.0 * i, 0.0) for i in range(40)]


@pytest.mark.parametrize(("y_m", "count"), [(2.4, 1.0), (2.6, 0.0)])
def test_passing_a_car_at_less_than_half_a_metre_is_one(street, y_m, count):
    # Both are 2 m wide: 0.4 m and 0.6 m of free distance.
    result = CloseEncounter().score(street(DRIVING, others={"car": (20.0, y_m)}))
    assert result.value == count
    assert result.parts == {"near": count, "soon": 0.0}


@pytest.mark.parametrize(("y_m", "count"), [(2.7, 1.0), (2.9, 0.0)])
def test_people_need_a_metre_and_a_half(street, y_m, count):
    # The car is 2 m wide, a person 0.6 m: 1.4 m and 1.6 m of free distance.
    result = CloseEncounter().score(street(DRIVING, others={"walker": (20.0, y_m)}))
    assert result.value == count


def test_the_event_is_at_the_first_stamp_and_names_who(street):
    result = CloseEncounter().score(street(DRIVING, others={"car": (20.0, 2.4)}))
    # Ahead of the car at 0.4 m beside: less than 0.5 m away from 0.3 m of way on.
    assert [(e.stamp_ns, e.text) for e in result.events] == [(1_600_000_000, "close to car")]


def test_a_time_to_collision_below_its_bound_is_one(street):
    slow = [(24.0 + 0.4 * i, 0.0) for i in range(28)]
    result = CloseEncounter().score(street(DRIVING[:28], others={"car": slow}))
    # 20 m free, closing at 6 m/s: below 0.95 s while less than 5.4 m are left, 3.8 at the end.
    assert result.value == 1.0
    assert result.parts == {"near": 0.0, "soon": 1.0}


def test_driving_side_by_side_at_one_speed_and_manoeuvring_are_none(street):
    beside = [(x, 2.3) for x, _ in DRIVING]
    assert CloseEncounter().score(street(DRIVING, others={"car": beside})).value == 0.0
    parking = [(0.09 * i, 0.0) for i in range(40)]
    assert CloseEncounter().score(street(parking, others={"car": (2.0, 2.3)})).value == 0.0


def test_a_standing_car_has_none_and_who_is_behind_is_none(street):
    standing = [(20.0, 0.0)] * 40
    passing = [(x, 2.3) for x, _ in DRIVING]
    assert CloseEncounter().score(street(standing, others={"car": passing})).value == 0.0
    # 0.4 m behind, and 2 m/s faster than the car in the end.
    behind = [(x - 4.4 - 0.2 * (40 - i), 0.0) for i, (x, _) in enumerate(DRIVING)]
    assert CloseEncounter().score(street(DRIVING, others={"car": behind})).value == 0.0


def test_two_are_two_and_one_that_flickers_is_one(street):
    others = {"car_1": (10.0, 2.4), "car_2": (30.0, -2.4)}
    assert CloseEncounter().score(street(DRIVING, others=others)).value == 2.0
    weaving = [(20.0, 2.4 if i % 3 else 3.0) for i in range(40)]
    assert CloseEncounter().score(street(DRIVING, others={"car": weaving})).value == 1.0


def test_without_the_others_the_value_is_none_with_a_reason(street, arm):
    result = CloseEncounter().score(street(DRIVING, others={"car": None}))
    assert result.value is None
    assert "poses of others" in result.reason
    assert CloseEncounter().score(street(DRIVING)).value == 0.0
    assert not CloseEncounter().applies(arm())
