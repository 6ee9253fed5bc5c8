"""Other values for keys of a world file: in their places, with the rest as it was."""

import pytest

from physai_sim.core.errors import ConfigError
from physai_sim.core.overrides import replaced, with_setting
from physai_sim.core.yaml_source import parse_yaml

SOURCE = parse_yaml("a: {b: 1, c: [2, 3]}\nd: 4\n", name="w.yaml")


def test_a_value_is_replaced_in_its_place_and_the_given_mapping_stays():
    data = {"a": {"b": 1, "c": 2}, "d": 3}
    assert replaced(data, ("a", "b"), 9, where="") == {"a": {"b": 9, "c": 2}, "d": 3}
    assert data == {"a": {"b": 1, "c": 2}, "d": 3}


def test_keys_that_are_not_there_are_added():
    assert replaced({}, ("a", "b"), 9, where="") == {"a": {"b": 9}}


def test_a_path_through_a_value_is_refused():
    with pytest.raises(ConfigError, match=r"here: 'd' holds a value, not keys, got 4"):
        replaced(SOURCE.data, ("d", "e"), 9, where="here")


def test_a_setting_says_where_it_came_from_and_forgets_the_line_of_what_it_replaced():
    changed = with_setting(SOURCE, "a.b=[1]")
    assert changed.data == {"a": {"b": [1], "c": [2, 3]}, "d": 4}
    assert changed.where(("a", "b")) == "w.yaml:1 with --set a.b=[1]: a.b"
    assert ("a", "b") not in changed.lines
    assert SOURCE.data["a"]["b"] == 1


def test_what_is_randomised_is_a_key_path_in_one_piece():
    changed = with_setting(SOURCE, "randomize.a.b={choice: [1, 2]}")
    assert changed.data["randomize"] == {"a.b": {"choice": [1, 2]}}
    assert with_setting(changed, "randomize={}").data["randomize"] == {}


@pytest.mark.parametrize("setting", ["a", "=1", "a.b=[", "a.b={x: 1, x: 2}"])
def test_what_is_no_setting_is_refused_with_its_text(setting):
    with pytest.raises(ConfigError, match="--set"):
        with_setting(SOURCE, setting)
