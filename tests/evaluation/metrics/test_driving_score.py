import dataclasses

import numpy as np
import pytest

from physai_sim.core.truth import Contact, LightInfo
from physai_sim.evaluation.metrics.driving_score import DrivingScore

SECOND_NS = 1_000_000_000
# 80 m of a route of 100 m, in 10 s.
DRIVING = [(0.8 * i, 0.0) for i in range(101)]
ABSENT = ("stop_signs", "scenario_timeouts", "emergency_vehicles", "min_speed")


def _hit(body, at_s):
    place = (8.0 * at_s + 2.0, 0.0, 0.5)
    contact = Contact("ego", "chassis", body, "base", place, (0, 0, 1), 0.0, 9.0)
    return round(at_s * SECOND_NS), contact


def test_without_an_infraction_it_is_the_route_completion(street):
    result = DrivingScore().score(street(DRIVING))
    assert result.value == pytest.approx(0.8)
    assert result.parts["penalty"] == 1.0


@pytest.mark.parametrize(
    ("bodies", "penalty"),
    [
        (["walker"], 0.50),
        (["car"], 0.60),
        (["house"], 0.65),
        (["kerb"], 0.65),
        (["crate"], 0.65),
        (["walker", "car", "house"], 0.50 * 0.60 * 0.65),
        (["car_1", "car_2"], 0.60**2),
    ],
)
def test_each_collision_has_its_factor(street, bodies, penalty):
    contacts = tuple(_hit(body, 1.0 + i) for i, body in enumerate(bodies))
    others = dict.fromkeys(bodies)
    result = DrivingScore().score(street(DRIVING, contacts=contacts, others=others))
    assert result.parts["penalty"] == pytest.approx(penalty)
    assert result.value == pytest.approx(0.8 * penalty)


def test_a_red_light_has_the_factor_of_0_7(street):
    lights, shown = {"light": LightInfo("main", 70.0)}, {"light": ["red"] * 101}
    result = DrivingScore().score(street(DRIVING, lights=lights, light_states=shown))
    assert result.parts["red_lights"] == 1.0
    assert result.value == pytest.approx(0.8 * 0.7)


@pytest.mark.parametrize("y_m", [-4.0, 3.5])
def test_metres_off_the_road_and_in_the_oncoming_lane_do_not_count(street, y_m):
    # A quarter of the steps, and one sideways there and back that is not counted twice.
    places = [(x, y_m if 50 <= i < 75 else 0.0) for i, (x, _) in enumerate(DRIVING)]
    steps = np.linalg.norm(np.diff(places, axis=0), axis=1)
    outside = steps[49:74].sum() / steps.sum()
    result = DrivingScore().score(street(places))
    assert result.parts["outside"] == pytest.approx(outside)
    assert result.value == pytest.approx(0.8 * (1 - outside))


def test_what_no_recording_holds_is_stated_as_null(street):
    parts = DrivingScore().score(street(DRIVING)).parts
    assert {name for name, value in parts.items() if value is None} == {*ABSENT, "red_lights"}


def test_a_missing_ingredient_gives_none_and_the_reason_names_it(street, arm):
    episode = street(DRIVING)
    other = dataclasses.replace(episode.facts, is_truth=False)
    lights = {"light": LightInfo("main", 70.0)}
    lacking = {
        "route_completion": dataclasses.replace(episode, route=np.zeros((0, 3))),
        "collisions": dataclasses.replace(episode, facts=other),
        "off_road": street(DRIVING, roads=None),
        "red_light": street(DRIVING, lights=lights),
    }
    for name, one in lacking.items():
        result = DrivingScore().score(one)
        assert result.value is None
        assert result.reason.startswith(f"{name}: ")
        assert len(result.reason) > len(name) + 2
    assert not DrivingScore().applies(arm())


def test_another_system_may_have_run_a_light_that_it_did_not_record(street):
    contacts = (_hit("house", 1.0),)
    episode = street(DRIVING, contacts=contacts, others={"house": None})
    other = dataclasses.replace(episode.facts, is_truth=False)
    result = DrivingScore().score(dataclasses.replace(episode, facts=other))
    assert result.reason.startswith("red_light: ")
