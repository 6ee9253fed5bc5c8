from typing import Annotated

import pytest
from pydantic import Field, ValidationError, model_validator

from physai_sim.core.errors import ConfigError
from physai_sim.core.strict import FieldError, StrictModel, parse, parse_at
from physai_sim.core.yaml_source import parse_yaml


class Part(StrictModel):
    mass_kg: float
    count: int = 1

    @model_validator(mode="after")
    def _not_thirteen(self):
        if self.count == 13:
            raise ValueError("13 is unlucky")
        return self


class Whole(StrictModel):
    part: Part | None = None
    parts: dict[str, Part] = Field(default_factory=dict)
    rows: Annotated[tuple[Part, ...], Field(max_length=2)] | None = None
    pair: tuple[float, float] = (0.0, 0.0)
    on: bool = False


def refusal(data):
    with pytest.raises(FieldError) as caught:
        parse(Whole, data, where="w.yaml")
    assert len(str(caught.value).splitlines()) == 1
    return caught.value


def test_plain_data_becomes_a_frozen_object():
    whole = parse(Whole, {"part": {"mass_kg": 2}, "pair": [1, 2.5]}, where="w.yaml")
    assert whole.part == Part(mass_kg=2.0)
    assert isinstance(whole.part.mass_kg, float)
    assert whole.pair == (1.0, 2.5)
    with pytest.raises(ValidationError):
        whole.on = True
    with pytest.raises(ValidationError):
        whole.part.count = 3


@pytest.mark.parametrize(
    ("data", "path"),
    [
        ({"part": {"mass_kg": 1.0, "cuont": 2}}, ("part", "cuont")),
        ({"parts": {"a": {"mass_kg": 1.0, "cuont": 2}}}, ("parts", "a", "cuont")),
        ({"rows": [{"mass_kg": 1.0, "cuont": 2}]}, ("rows", 0, "cuont")),
    ],
)
def test_an_unknown_key_names_the_closest_known_one_at_any_depth(data, path):
    error = refusal(data)
    assert error.path == path
    assert "unknown key, got 'cuont'; did you mean 'count'? (known: count, mass_kg)" in str(error)


def test_a_misspelt_key_is_told_rather_than_the_key_that_it_leaves_missing():
    assert "did you mean 'mass_kg'?" in str(refusal({"part": {"mas_kg": 1.0}}))


def test_a_missing_key_is_named():
    assert str(refusal({"part": {}})).startswith("w.yaml: part.mass_kg: missing key")


@pytest.mark.parametrize("value", ["1e-3", "1", True, None, [1.0], {"a": 1}])
def test_only_a_number_is_a_number(value):
    error = refusal({"part": {"mass_kg": value}})
    assert error.path == ("part", "mass_kg")
    assert "expected a valid number" in str(error)


@pytest.mark.parametrize("value", [float("nan"), float("inf"), -float("inf")])
def test_a_number_must_be_finite(value):
    assert "expected a finite number" in str(refusal({"part": {"mass_kg": value}}))


@pytest.mark.parametrize("value", [1.0, "1", True])
def test_only_a_whole_number_is_an_integer(value):
    assert "integer" in str(refusal({"part": {"mass_kg": 1.0, "count": value}}))


@pytest.mark.parametrize("value", [0, 1, "yes", "true"])
def test_only_a_truth_value_is_one(value):
    assert refusal({"on": value}).path == ("on",)


@pytest.mark.parametrize("value", [5, "x", []])
def test_a_value_in_place_of_a_mapping_is_told_in_the_words_of_yaml(value):
    assert "expected a mapping of keys" in str(refusal({"parts": value}))
    assert "a mapping of keys" in str(refusal({"parts": {"a": value}}))


def test_an_empty_value_is_called_so():
    assert str(refusal({"pair": None})).startswith("w.yaml: pair: no value; expected")


def test_the_text_of_a_validator_of_ours_says_everything():
    text = str(refusal({"part": {"mass_kg": 1.0, "count": 13}}))
    assert text == "w.yaml: part: 13 is unlucky"


def test_it_is_a_config_error():
    assert isinstance(refusal(5), ConfigError)


def test_what_stands_in_a_file_is_refused_with_its_line():
    source = parse_yaml("rows:\n  - mass_kg: 1.0\n  - mass_kg: heavy\n", name="w.yaml")
    with pytest.raises(ConfigError, match=r"^w.yaml:3: rows.1.mass_kg: wrong value, got 'heavy'"):
        parse_at(Whole, source)
    assert parse_at(Part, source, ("rows", 0)) == Part(mass_kg=1.0)
    with pytest.raises(ConfigError, match=r"^w.yaml:3: rows.1.mass_kg: wrong value"):
        parse_at(Part, source, ("rows", 1))
