import dataclasses

import pytest

from physai_sim.core.truth import Contact
from physai_sim.evaluation.metrics.collisions import Collisions

SECOND_NS = 1_000_000_000

STILL = [(0.0, 0.0)] * 60


@pytest.fixture
def score(trip):
    return lambda *contacts: Collisions().score(trip(STILL, contacts=contacts))


def test_a_car_that_touches_the_ground_alone_has_no_collision(score, touch):
    result = score(touch(0.1, "ground"), touch(0.2, "road_1"))
    assert result.value == 0.0
    assert result.events == ()
    unknown_sides = dict.fromkeys(("front", "rear", "lateral"))
    none = dict.fromkeys(("at_fault", "not_at_fault", "any", "max_force_n"), 0.0)
    assert result.parts == {**unknown_sides, **none}


def test_hitting_a_kerb_and_a_house_at_once_is_two_collisions_each_with_its_class(score, touch):
    result = score(touch(1, "kerb_1", force_n=30.0), touch(1, "house_1", force_n=900.0))
    assert result.value == 2.0
    assert (result.parts["kerb"], result.parts["building"]) == (1.0, 1.0)
    assert (result.parts["any"], result.parts["max_force_n"]) == (1.0, 900.0)
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


# At 5 m/s; after 1 s the middle of the car, 4 by 2 m, is at x = 5.
DRIVING = [(0.5 * i, 0.0) for i in range(40)]


def _hit(body, x, y):
    return SECOND_NS, Contact("ego", "chassis", body, "base", (x, y, 0.5), (0, 0, 1), 0.0, 9.0)


def test_two_collisions_at_once_keep_their_sides_and_their_faults(street):
    # A house ahead, and a car that comes from behind at 8 m/s.
    follower = [(0.8 * i - 7.0, 0.0) for i in range(40)]
    others = {"house": None, "car": follower}
    contacts = (_hit("house", 7.0, 0.5), _hit("car", 3.0, 0.0))
    result = Collisions().score(street(DRIVING, contacts=contacts, others=others))
    assert result.value == 2.0
    expected = {"building": 1, "vehicle": 1, "front": 1, "rear": 1, "lateral": 0}
    expected |= {"at_fault": 1, "not_at_fault": 1, "any": 1, "max_force_n": 9.0}
    assert result.parts == expected
    assert [event.text for event in result.events] == [
        "chassis of ego hit building house",
        "chassis of ego hit vehicle car (not at fault)",
    ]


def test_one_collision_on_two_sides_is_one_with_both(street):
    contacts = (_hit("house", 7.0, 0.5), _hit("house", 6.0, 1.0))
    result = Collisions().score(street(DRIVING, contacts=contacts, others={"house": None}))
    assert result.value == 1.0
    assert (result.parts["front"], result.parts["lateral"]) == (1.0, 1.0)


def test_a_recording_of_another_system_without_contacts_has_none_with_a_reason(street):
    episode = street(DRIVING)
    facts = dataclasses.replace(episode.facts, is_truth=False)
    result = Collisions().score(dataclasses.replace(episode, facts=facts))
    assert result.value is None
    assert result.reason == "contacts were not recorded"


def test_collisions_are_not_asked_of_an_arm(arm):
    assert not Collisions().applies(arm())
