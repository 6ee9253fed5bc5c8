import dataclasses

import numpy as np
import pytest

from physai_sim.core.truth import Contact, Outcome
from physai_sim.evaluation.metrics.scene_score import SceneScore

SECOND_NS = 1_000_000_000
STOPPED = Outcome("ended_by_policy", False, True, False, 100)
FRONT, REAR, LEFT = (2.0, 0.0), (-2.0, 0.0), (0.0, 1.0)


def _driven(share, y_m=0.0):
    """That share of the route of 100 m, in 10 s."""
    return [(share * i, y_m) for i in range(101)]


def _hit(body, side, *, at_s, speed_mps):
    place = (speed_mps * at_s + side[0], side[1], 0.5)
    contact = Contact("ego", "chassis", body, "base", place, (0, 0, 1), 0.0, 9.0)
    return round(at_s * SECOND_NS), contact


@pytest.mark.parametrize(("share", "value"), [(0.4, 0.5), (0.6, 0.75), (0.8, 1.0), (0.95, 1.0)])
def test_it_is_progress_over_0_8(street, share, value):
    result = SceneScore().score(street(_driven(share), outcome=STOPPED))
    assert result.value == pytest.approx(value)
    assert result.parts["progress"] == pytest.approx(share)


@pytest.mark.parametrize("side", [FRONT, LEFT])
def test_a_collision_at_the_front_or_the_side_is_zero(street, side):
    contacts = (_hit("house", side, at_s=5.0, speed_mps=9.0),)
    episode = street(_driven(0.9), contacts=contacts, others={"house": None}, outcome=STOPPED)
    result = SceneScore().score(episode)
    assert result.value == 0.0
    assert result.parts["collision_at_fault"] == 1.0


def test_a_collision_at_the_rear_ends_the_progress_alone(street):
    contacts = (_hit("car", REAR, at_s=4.0, speed_mps=9.0),)
    others = {"car": [(x - 4.0, y) for x, y in _driven(0.9)]}
    episode = street(_driven(0.9), contacts=contacts, others=others, outcome=STOPPED)
    result = SceneScore().score(episode)
    assert result.parts["collision_at_fault"] == 0.0
    assert result.parts["progress"] == pytest.approx(0.36)
    assert result.value == pytest.approx(0.36 / 0.8)


@pytest.mark.parametrize(("y_m", "part"), [(-2.0, "off_road"), (4.2, "left_corridor")])
def test_leaving_the_road_or_the_corridor_is_zero(street, y_m, part):
    result = SceneScore().score(street(_driven(0.9, y_m), outcome=STOPPED))
    assert result.value == 0.0
    failures = ("collision_at_fault", "off_road", "left_corridor")
    assert {name for name in failures if result.parts[name]} == {part}


def test_a_route_of_less_than_5_metres_counts_as_driven(street):
    short = np.array([[0.0, 0.0, 0.0], [4.9, 0.0, 0.0]])
    result = SceneScore().score(street([(0.0, 0.0)] * 20, route=short, outcome=STOPPED))
    assert result.value == 1.0


def test_a_missing_ingredient_gives_none_and_the_reason_names_it(street, arm):
    episode = street(_driven(0.9))
    other = dataclasses.replace(episode.facts, is_truth=False)
    lacking = {
        "progress": dataclasses.replace(episode, route=np.zeros((0, 3))),
        "collisions": dataclasses.replace(episode, facts=other),
        "off_road": street(_driven(0.9), roads=None),
    }
    for name, one in lacking.items():
        result = SceneScore().score(one)
        assert result.value is None
        assert result.reason.startswith(f"{name}: ")
    assert not SceneScore().applies(arm())
