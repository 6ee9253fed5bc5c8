"""Captions say what the engine knows, are valid, and equal for equal films."""

import json

import pytest

from physai_sim.core.strict import parse
from physai_sim.generation.variation.appearance import appearance
from physai_sim.generation.variation.caption import Caption, caption, schema
from physai_sim.generation.variation.film_facts import facts_of


def test_a_caption_names_who_is_seen_what_moves_and_how_it_looks(pick_place_truth):
    found = caption(facts_of(pick_place_truth), appearance("night+rain+wet"))
    assert found.summary.startswith("Put the red cube on the plate.")
    assert {subject.name for subject in found.subjects} >= {"arm", "cube", "table"}
    cube = next(subject for subject in found.subjects if subject.name == "cube")
    assert cube.moves
    assert cube.description.startswith("red box")
    assert not next(s for s in found.subjects if s.name == "table").moves
    assert "night" in found.lighting
    assert "rain" in found.weather
    assert "bluish" not in found.lighting
    table = next(subject for subject in found.subjects if subject.name == "table")
    assert table.description.startswith("white box")
    assert "wet" in found.surface
    assert found.camera == "a camera that stands still"


def test_a_camera_on_a_car_moves_with_it(lane_curve_truth):
    found = caption(facts_of(lane_curve_truth))
    assert found.camera == "a camera that moves with ego"
    assert found.setting.startswith("a street")
    assert found.lighting == "as the source has it"


def test_it_is_valid_json_and_the_same_each_time(pick_place_truth):
    first, second = (
        caption(facts_of(pick_place_truth), appearance("noon")).text() for _ in range(2)
    )
    assert first == second
    assert parse(Caption, json.loads(first), where="test").text() == first
    assert set(schema()["properties"]) == set(json.loads(first))


@pytest.mark.parametrize("name", ["lighting", "weather", "surface"])
def test_a_change_of_physics_says_nothing_of_looks(name, pick_place_truth):
    from physai_sim.generation.variation.physics import physics

    found = caption(facts_of(pick_place_truth), physics("scene.ground.friction=0.1"))
    assert getattr(found, name) == "as the source has it"
