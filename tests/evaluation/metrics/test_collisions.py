import pytest

from physai_sim.evaluation.metrics.collisions import Collisions

STILL = [(0.0, 0.0)] * 60


@pytest.fixture
def score(trip):
    return lambda *contacts: Collisions().score(trip(STILL, contacts=contacts))


def test_a_car_that_touches_the_ground_alone_has_no_collision(score, touch):
    result = score(touch(0.1, "ground"), touch(0.2, "road_1"))
    assert result.value == 0.0
    assert result.events == ()
    assert result.parts == {"max_force_n": 0.0}


def test_hitting_a_kerb_and_a_house_at_once_is_two_collisions_each_with_its_class(score, touch):
    result = score(touch(1, "kerb_1", force_n=30.0), touch(1, "house_1", force_n=900.0))
    assert result.value == 2.0
    assert result.parts == {"kerb": 1.0, "building": 1.0, "max_force_n": 900.0}
    assert [event.text for event in result.events] == [
        "front_left_wheel of ego hit kerb_1",
        "front_left_wheel of ego hit building house_1",
    ]
    assert {event.stamp_ns for event in result.events} == {1_000_000_000}


def test_two_links_of_the_car_against_one_house_are_one_collision(score, touch):
    result = score(touch(1, "house_1"), touch(1, "house_1", link="chassis"))
    assert result.value == 1.0


def test_two_kerbs_are_two_collisions_of_one_class(score, touch):
    result = score(touch(1, "kerb_1"), touch(1, "kerb_2"))
    assert result.value == 2.0
    assert result.parts["kerb"] == 2.0


def test_a_contact_that_chatters_is_one_collision(score, touch):
    result = score(*(touch(1 + 0.2 * i, "kerb_1") for i in range(10)))
    assert result.value == 1.0


def test_a_contact_that_comes_back_after_more_than_half_a_second_is_another_one(score, touch):
    assert score(touch(1, "kerb_1"), touch(1.5, "kerb_1")).value == 1.0
    assert score(touch(1, "kerb_1"), touch(1.6, "kerb_1")).value == 2.0


def test_a_collision_at_the_very_first_stamp_counts(score, touch):
    assert score(touch(0, "house_1")).value == 1.0


def test_collisions_are_not_asked_of_an_arm(arm):
    assert not Collisions().applies(arm())
