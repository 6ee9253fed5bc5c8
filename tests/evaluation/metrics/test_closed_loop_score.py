import dataclasses

import numpy as np
import pytest

from physai_sim.core.truth import Contact, Outcome
from physai_sim.evaluation.metrics.closed_loop_score import ClosedLoopScore

SECOND_NS = 1_000_000_000
CLOCK = Outcome("time_limit", False, True, False, 100)
TERMS = {"time_to_collision", "progress", "speed_limit", "comfort"}


def _driven(speed_mps, y_m=0.0):
    """10 s at one speed; the route is 100 m long, the limit 10 m/s: all of it is possible."""
    return [(0.1 * speed_mps * i, y_m) for i in range(101)]


def _hit(body, *, at_s, speed_mps=8.0):
    place = (speed_mps * at_s + 2.0, 0.0, 0.5)
    contact = Contact("ego", "chassis", body, "base", place, (0, 0, 1), 0.0, 9.0)
    return round(at_s * SECOND_NS), contact


@pytest.fixture
def score(street):
    def scored(places=None, **changes):
        places = _driven(8.0) if places is None else places
        return ClosedLoopScore().score(street(places, **{"outcome": CLOCK, **changes}))

    return scored


def test_a_clean_drive_loses_what_it_did_not_progress(score):
    result = score()
    # Weights 5, 5, 4 and 2.
    assert result.value == pytest.approx((5 + 5 * 0.8 + 4 + 2) / 16)
    assert result.parts["progress"] == pytest.approx(0.8)
    assert all(value == 1.0 for name, value in result.parts.items() if name != "progress")


@pytest.mark.parametrize(
    ("bodies", "factor"),
    [(["walker"], 0.0), (["car"], 0.0), (["crate"], 0.5), (["house", "kerb"], 0.0)],
)
def test_at_fault_collisions_multiply_by_what_was_hit(score, bodies, factor):
    contacts = tuple(_hit(body, at_s=1.0 + i) for i, body in enumerate(bodies))
    # Standing far away: what counts is the contact.
    others = {b: None if b in ("house", "kerb") else (300.0, 100.0) for b in bodies}
    result = score(contacts=contacts, others=others)
    assert result.parts["no_at_fault_collision"] == factor
    within = result.parts["time_to_collision"]
    assert result.value == pytest.approx(factor * (5 * within + 5 * 0.8 + 4 + 2) / 16)


def test_being_struck_from_behind_costs_nothing(score):
    stamp, contact = _hit("car", at_s=5.0)
    rear = dataclasses.replace(contact, position_m=(38.0, 0.0, 0.5))
    follower = [(x - 4.0, y) for x, y in _driven(8.0)]
    result = score(contacts=((stamp, rear),), others={"car": follower})
    assert result.parts["no_at_fault_collision"] == 1.0


def test_leaving_the_road_once_is_zero(score):
    places = [(x, -4.0 if i == 50 else 0.0) for i, (x, _) in enumerate(_driven(8.0))]
    result = score(places)
    assert result.parts["drivable_area"] == 0.0
    assert result.value == 0.0


@pytest.mark.parametrize(("speed_mps", "factor"), [(5.0, 0.5), (8.0, 0.0)])
def test_driving_in_the_oncoming_lane_multiplies_by_how_far(score, speed_mps, factor):
    result = score(_driven(speed_mps, 3.5))
    assert result.parts["driving_direction"] == factor
    assert result.value == pytest.approx(factor * (5 + 5 * 0.1 * speed_mps + 4 + 2) / 16)


def test_too_little_progress_is_zero(score):
    result = score(_driven(1.9))
    assert result.parts["making_progress"] == 0.0
    assert result.value == 0.0


def test_too_fast_too_near_and_too_rough_lose_their_weights(score):
    fast = score(_driven(11.0))
    too_fast = 1 - 1.0 * 101 / 100 / 2.23
    assert fast.parts["speed_limit"] == pytest.approx(too_fast)
    assert fast.value == pytest.approx((5 + 5 + 4 * too_fast + 2) / 16)
    # It stops being ahead 5 m before the car, without a contact recorded.
    near = score(others={"car": [(89.0, 0.0)] * 101})
    assert near.parts["time_to_collision"] == 0.0
    assert near.value == pytest.approx((5 * 0.8 + 4 + 2) / 16)
    jolts = [(x + 0.05 * (i % 2), 0.0) for i, (x, _) in enumerate(_driven(8.0))]
    rough = score(jolts)
    assert rough.parts["comfort"] == 0.0


def test_a_missing_ingredient_gives_none_and_the_reason_names_it(street, arm):
    episode = street(_driven(8.0))
    other = dataclasses.replace(episode.facts, is_truth=False)
    lacking = {
        "collisions": dataclasses.replace(episode, facts=other),
        "off_road": street(_driven(8.0), roads=None),
        "progress": dataclasses.replace(episode, route=np.zeros((0, 3))),
        "time_to_collision": street(_driven(8.0), others={"car": None}),
        "comfort": street(_driven(8.0)[:4]),
    }
    for name, one in lacking.items():
        result = ClosedLoopScore().score(one)
        assert result.value is None
        assert result.reason.startswith(f"{name}: ")
    assert not ClosedLoopScore().applies(arm())
