"""Weights of controls: as given up to a sum of 1, scaled beyond it; 0 is absence."""

import pytest

from physai_sim.core.errors import ConfigError
from physai_sim.core.strict import parse
from physai_sim.generation.spec.controls import ControlSpec, EdgeSpec, scaled_weights


def test_weights_of_at_most_one_are_used_as_they_are():
    assert scaled_weights({"edge": 0.3, "seg": 0.7}) == {"edge": 0.3, "seg": 0.7}
    assert scaled_weights({"edge": 0.2}) == {"edge": 0.2}


def test_larger_sums_are_scaled_to_one():
    assert scaled_weights({"edge": 1.0, "seg": 1.0, "depth": 0.5}) == {
        "edge": 0.4,
        "seg": 0.4,
        "depth": 0.2,
    }


def test_a_weight_of_zero_is_no_control():
    assert scaled_weights({"edge": 0.0, "seg": 0.5}) == {"seg": 0.5}
    assert scaled_weights({"edge": 0.0}) == {}


@pytest.mark.parametrize("weight", [-0.1, 1.1, "1", None, float("nan")])
def test_what_is_no_weight_is_refused(weight):
    with pytest.raises(ConfigError, match="weight"):
        parse(ControlSpec, {"weight": weight}, where="a.json: depth")


def test_presets_are_those_of_their_control():
    assert EdgeSpec().preset_edge_threshold == "medium"
    with pytest.raises(ConfigError, match="very_low"):
        parse(EdgeSpec, {"preset_edge_threshold": "lowest"}, where="a.json: edge")
    with pytest.raises(ConfigError, match=r"unknown key.*preset_edge_threshold"):
        parse(ControlSpec, {"preset_edge_threshold": "low"}, where="a.json: depth")
