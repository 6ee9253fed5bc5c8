import math

import pytest
import yaml
from rclpy._yaml import MAX_BYTES, load_yaml


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("5", 5),
        ("-5", -5),
        ("0x1F", 31),
        ("010", 8),
        ("1e-3", 0.001),
        ("1.", 1.0),
        (".5", 0.5),
        ("-.inf", -math.inf),
        ("09", 9.0),
        (str(2**63 - 1), 2**63 - 1),
        ("9223372036854775808", 2.0**63),
        ("true", True),
        ("Yes", True),
        ("off", False),
        ("n", False),
        ("tRue", "tRue"),
        ("12:30", "12:30"),
        ("2020-01-01", "2020-01-01"),
        ("1_000", "1_000"),
        ("null", "null"),
        ("~", "~"),
        ("'5'", "5"),
        ("!!str 5", "5"),
        ("[1, 2]", [1, 2]),
        ("{a: 1}", {"a": 1}),
    ],
)
def test_plain_texts_are_read_as_ros_reads_them(text, value):
    found = load_yaml(text)
    assert found == value
    assert type(found) is type(value)


def test_keys_are_names_however_they_are_called():
    assert load_yaml("{y: 1, on: 2, 3: [y]}") == {"y": 1, "on": 2, "3": [True]}


def test_what_stands_below_a_key_twice_is_merged():
    text = "{a: {x: 1, y: {z: 2}}, b: 1, a: {x: 3, y: {w: 4}}, b: 5}"
    assert load_yaml(text) == {"a": {"x": 3, "y": {"z": 2, "w": 4}}, "b": 5}


def test_nothing_is_nothing():
    assert load_yaml("") is None
    assert load_yaml("a:") == {"a": None}
    assert load_yaml("''") == ""


def test_not_a_number_is_one():
    assert math.isnan(load_yaml(".NaN"))
    assert math.isnan(load_yaml("nan"))


@pytest.mark.parametrize(
    "text",
    [
        "a: [",
        "[&x a, *x]",
        "!!python/object/apply:os.getcwd []",
        "!!int x",
        "{[1]: 2}",
        "[" * 1500,
        "x" * (MAX_BYTES + 1),
    ],
)
def test_what_is_no_plain_value_is_refused(text):
    with pytest.raises(yaml.YAMLError):
        load_yaml(text)
