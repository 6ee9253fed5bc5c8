import dataclasses
import math

import pytest

from physai_sim.core.truth import Contact
from physai_sim.evaluation.metrics.distance_between_incidents import DistanceBetweenIncidents

SECOND_NS = 1_000_000_000
# 200 m in 20 s.
DRIVING = [(1.0 * i, 0.0) for i in range(201)]
SWERVING = [(x, -5.0 if 100 <= x < 110 else 0.0) for x, _ in DRIVING]


def _hit(body, *, at_s, ahead_m=2.0):
    """Of the front by default; the car's middle is at 10 m/s times the time."""
    place = (10.0 * at_s + ahead_m, 0.0, 0.5)
    contact = Contact("ego", "chassis", body, "base", place, (0, 0, 1), 0.0, 9.0)
    return round(at_s * SECOND_NS), contact


HOUSES = {"house_1": None, "house_2": None}
TWICE = (_hit("house_1", at_s=3.0), _hit("house_2", at_s=9.0))


def test_two_collisions_in_200_metres_are_one_in_100(street):
    result = DistanceBetweenIncidents().score(street(DRIVING, contacts=TWICE, others=HOUSES))
    assert result.value == pytest.approx(0.1)
    # Two events: 0.2422 to 7.2247 by Garwood's table.
    assert result.parts["low_km"] == pytest.approx(0.2 / 7.2247, rel=1e-4)
    assert result.parts["high_km"] == pytest.approx(0.2 / 0.24221, rel=1e-4)
    assert result.parts["is_bound"] == 0.0
    assert [event.stamp_ns for event in result.events] == [3 * SECOND_NS, 9 * SECOND_NS]


def test_leaving_the_road_is_one_too(street):
    result = DistanceBetweenIncidents().score(
        street(SWERVING, contacts=TWICE[:1], others={"house_1": None})
    )
    assert result.parts["incidents"] == 2.0
    assert [event.text for event in result.events] == ["hit house_1", "left the road"]


def test_without_an_incident_the_value_is_finite_and_a_bound(street):
    result = DistanceBetweenIncidents().score(street(DRIVING))
    assert result.value == pytest.approx(0.2)
    assert result.parts["is_bound"] == 1.0
    assert result.parts["low_km"] == pytest.approx(0.2 / -math.log(0.025))
    assert result.parts["high_km"] is None


def test_collisions_that_are_not_its_fault_are_left_out_of_the_other_distance(street):
    follower = [(x - 4.1 + 0.01 * i, 0.0) for i, (x, _) in enumerate(DRIVING)]
    contacts = (*TWICE, _hit("car", at_s=12.0, ahead_m=-2.0))
    episode = street(DRIVING, contacts=contacts, others={**HOUSES, "car": follower})
    result = DistanceBetweenIncidents().score(episode)
    assert result.value == pytest.approx(0.2 / 3)
    assert result.parts["at_fault_km"] == pytest.approx(0.1)
    assert result.parts["at_fault_incidents"] == 2.0


def test_over_episodes_sums_are_divided_and_not_means(street):
    metric = DistanceBetweenIncidents()
    short = metric.score(street(DRIVING[:51], contacts=TWICE[:1], others={"house_1": None}))
    long = metric.score(street(DRIVING))
    unknown = metric.score(street(DRIVING, roads=None))
    pooled = metric.pooled([short, long, unknown])
    assert pooled["value"] == pytest.approx(0.25)
    assert pooled["distance_km"] == pytest.approx(0.25)
    assert pooled["incidents"] == 1.0
    assert pooled["high_km"] == pytest.approx(0.25 / 0.025318, rel=1e-4)
    assert metric.pooled([unknown]) == {}


def test_a_car_that_stands_has_come_no_distance_at_all(street):
    assert DistanceBetweenIncidents().score(street([(0.0, 0.0)] * 50)).value == 0.0


def test_without_roads_or_contacts_the_value_is_none_and_the_reason_names_it(street, arm):
    metric = DistanceBetweenIncidents()
    assert metric.score(street(DRIVING, roads=None)).value is None
    assert metric.score(street(DRIVING, roads=None)).reason.startswith("off_road: ")
    episode = street(DRIVING)
    other = dataclasses.replace(episode.facts, is_truth=False)
    lacking = metric.score(dataclasses.replace(episode, facts=other))
    assert lacking.value is None
    assert lacking.reason.startswith("collisions: ")
    assert not metric.applies(arm())
