"""Prompts in plain words become captions by rules; what is not said stays open."""

import json

import pytest

from physai_sim.core.errors import ConfigError
from physai_sim.generation.variation.caption import Caption
from physai_sim.generation.variation.prompt_caption import structured


def test_words_for_light_weather_and_surface_are_found():
    found = structured("A red car drives through fog at dusk. The road is wet.")
    assert "dusk" in found.lighting
    assert "fog" in found.weather
    assert "wet" in found.surface
    assert [subject.description for subject in found.subjects] == ["red car", "road"]
    assert found.actions[0] == "A red car drives through fog at dusk."


def test_what_is_not_said_stays_open():
    found = structured("A cube lies on a table")
    assert found.summary == "A cube lies on a table."
    assert {found.lighting, found.weather, found.surface, found.setting, found.camera} == {
        "as the source has it"
    }


def test_parts_of_words_are_no_words():
    assert structured("The train brakes on a carpet.").weather == "as the source has it"
    assert structured("The train brakes on a carpet.").subjects == ()


def test_a_caption_in_json_is_read_as_it_is():
    told = Caption(summary="A ball falls.", weather="clear air")
    assert structured(told.text()) == told


def test_it_is_deterministic():
    assert structured("Snowfall at night.").text() == structured("Snowfall at night.").text()


@pytest.mark.parametrize(
    ("prompt", "told"),
    [("  ", "an empty prompt"), ("{", "not JSON"), (json.dumps({"sumary": "a"}), "summary")],
)
def test_what_is_no_prompt_is_refused(prompt, told):
    with pytest.raises(ConfigError, match=told):
        structured(prompt)
