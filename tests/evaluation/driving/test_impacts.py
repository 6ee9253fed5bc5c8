import dataclasses

import numpy as np
import pytest

from physai_sim.core.truth import Contact
from physai_sim.evaluation.driving.impacts import NO_CONTACTS, impacts, missing_contacts, row_at

SECOND_NS = 1_000_000_000
# At 5 m/s along the middle of the lane; the car is 4 by 2 m, its middle at x = 5 after 1 s.
DRIVING = [(0.5 * i, 0.0) for i in range(40)]
STANDING = [(5.0, 0.0)] * 40
FRONT, REAR, LEFT = (7.0, 0.0), (3.0, 0.0), (5.0, 1.0)


def hit(body, place=FRONT, *, at_s=1.0, force_n=100.0, link="chassis"):
    contact = Contact("ego", link, body, "base", (*place, 0.5), (0, 0, 1), 0.0, force_n)
    return round(at_s * SECOND_NS), contact


@pytest.fixture
def only(street):
    """The one impact of a car that drives as told."""

    def found(*contacts, places=DRIVING, **changes):
        (impact,) = impacts(street(places, contacts=contacts, **changes))
        return impact

    return found


@pytest.mark.parametrize(
    ("place", "side"), [(FRONT, "front"), (REAR, "rear"), (LEFT, "lateral"), ((5, -1), "lateral")]
)
def test_the_side_is_that_of_the_box_nearest_to_the_contact(only, place, side):
    assert only(hit("house", place), others={"house": None}).sides == {side}


def test_two_bodies_hit_at_once_keep_a_side_each(street):
    contacts = (hit("house", FRONT), hit("car", REAR))
    found = impacts(street(DRIVING, contacts=contacts, others={"house": None, "car": (2.0, 0.0)}))
    assert [(one.body, set(one.sides)) for one in found] == [
        ("house", {"front"}),
        ("car", {"rear"}),
    ]


def test_one_body_touched_on_two_sides_at_once_is_one_impact_with_both(only):
    impact = only(hit("house", FRONT), hit("house", LEFT, force_n=300.0), others={"house": None})
    assert impact.sides == {"front", "lateral"}
    assert impact.force_n == 300.0


def test_a_later_touch_of_the_same_impact_changes_its_force_alone(only):
    later = hit("house", (6.0, 1.0), at_s=1.2, force_n=400.0)
    impact = only(hit("house", FRONT), later, others={"house": None})
    assert (impact.stamp_ns, impact.sides, impact.force_n) == (SECOND_NS, {"front"}, 400.0)


def test_contacts_of_another_robot_and_with_the_ground_are_none(street):
    stamp, contact = hit("house")
    others = ((stamp, dataclasses.replace(contact, body_a="second")), hit("ground"))
    ground = {
        "ground": dataclasses.replace(street(DRIVING).facts.bodies["ego"], category="ground")
    }
    episode = street(DRIVING, contacts=others)
    facts = dataclasses.replace(episode.facts, bodies={**episode.facts.bodies, **ground})
    assert impacts(dataclasses.replace(episode, facts=facts)) == ()


def test_without_a_size_there_is_no_side_and_the_car_is_at_fault(street):
    episode = street(DRIVING, contacts=(hit("car", REAR),), others={"car": (2.0, 0.0)})
    bodies = {"car": episode.facts.bodies["car"]}
    facts = dataclasses.replace(episode.facts, bodies=bodies)
    moving = {"car": episode.odometry["ego"][:, :7] - [4.0, *[0.0] * 6]}
    (impact,) = impacts(dataclasses.replace(episode, facts=facts, tracks=moving))
    assert impact.sides == frozenset()
    assert impact.is_at_fault


# Who is to blame: the rules of `metrics.collisions`, one by one.

MOVING = [(7.5 + 0.3 * i, 0.0) for i in range(40)]


def test_a_standing_car_is_never_at_fault(only):
    for body in ("car", "walker", "crate"):
        impact = only(hit(body), places=STANDING, others={body: MOVING})
        assert not impact.is_at_fault


@pytest.mark.parametrize("body", ["house", "kerb", "crate", "car", "walker"])
@pytest.mark.parametrize("place", [FRONT, REAR, LEFT])
def test_hitting_what_stands_is_at_fault_on_every_side(only, body, place):
    stands = None if body in ("house", "kerb") else (8.0, 0.0)
    assert only(hit(body, place), others={body: stands}).is_at_fault


@pytest.mark.parametrize(
    ("body", "place", "at_fault"),
    [
        ("car", FRONT, True),
        ("car", REAR, False),
        ("car", LEFT, False),  # within its lane
        ("walker", FRONT, True),
        ("walker", REAR, True),
        ("walker", LEFT, True),
    ],
)
def test_moving_cars_and_people_are_hit_by_the_rules(only, body, place, at_fault):
    assert only(hit(body, place), others={body: MOVING}).is_at_fault == at_fault


def test_a_touch_at_the_side_is_at_fault_while_the_car_leaves_its_lane(only):
    between = [(0.5 * i, 1.5) for i in range(40)]
    contact = hit("car", (5.0, 2.5))
    assert only(contact, places=between, others={"car": MOVING}).is_at_fault


def test_without_roads_the_lane_is_that_of_the_route(only):
    between = [(0.5 * i, 1.5) for i in range(40)]
    for places, y_m, at_fault in ((DRIVING, 1.0, False), (between, 2.5, True)):
        contact = hit("car", (5.0, y_m))
        impact = only(contact, places=places, others={"car": MOVING}, roads=None)
        assert impact.is_at_fault == at_fault


def test_without_roads_and_route_a_touch_at_the_side_is_at_fault(only):
    changes = {"roads": None, "route": np.zeros((0, 3))}
    assert only(hit("car", LEFT), others={"car": MOVING}, **changes).is_at_fault


def test_driving_backwards_into_a_moving_car_is_at_fault(only):
    backwards = [(10.0 - 0.5 * i, 0.0) for i in range(40)]
    assert only(hit("car", REAR), places=backwards, others={"car": MOVING}).is_at_fault


def test_an_episode_of_another_system_without_contacts_does_not_know_of_impacts(street):
    episode = street(DRIVING)
    other = dataclasses.replace(episode.facts, is_truth=False)
    assert missing_contacts(episode) == ""
    assert missing_contacts(dataclasses.replace(episode, facts=other)) == NO_CONTACTS
    touched = dataclasses.replace(episode, facts=other, contacts=(hit("house"),))
    assert missing_contacts(touched) == ""


def test_the_row_of_an_event_is_the_last_stamp_before_it(street):
    episode = street(DRIVING)
    stamps = (-1, 0, 99_999_999, 100_000_000, 60 * SECOND_NS)
    assert [row_at(episode, stamp) for stamp in stamps] == [0, 0, 0, 1, 39]
