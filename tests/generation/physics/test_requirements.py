"""What --require asks of a clip."""

import pytest

from physai_sim.core.errors import ConfigError, UnknownNameError
from physai_sim.generation.physics.requirements import checked, parse

ROW = {
    "value": 0.8,
    "reason": None,
    "parts": {"label_survival": 0.9, "by_body": {"cube": 0.7}, "offset_px": [0, 0]},
}
DOCUMENT = {
    "measures": {
        "control_fidelity": ROW,
        "drift": {"value": None, "reason": "too short", "parts": {}},
    }
}


def verdict(text):
    [found] = checked([parse(text)], DOCUMENT)
    return found.ok, found.value, found.reason


def test_values_and_parts_are_held_against_bounds():
    assert verdict("control_fidelity>=0.8") == (True, 0.8, "")
    assert verdict("control_fidelity > 0.8") == (False, 0.8, "")
    assert verdict("control_fidelity.label_survival>=0.9")[0]
    assert verdict("control_fidelity.by_body.cube<0.75")[0]


def test_what_is_unknown_or_missing_is_missed_with_the_reason():
    assert verdict("drift<=1") == (False, None, "too short")
    assert verdict("control_fidelity.offset_px<1")[2] == "it has no number 'offset_px'"
    assert verdict("control_fidelity.nothing.at.all<1")[:2] == (False, None)
    assert "does not apply" in verdict("hallucination>=0.6")[2]


def test_what_is_no_requirement_is_refused():
    with pytest.raises(UnknownNameError, match="did you mean 'state_error'"):
        parse("state_eror<=1")
    with pytest.raises(ConfigError, match="not a requirement"):
        parse("state_error")
    with pytest.raises(ConfigError, match="not a number"):
        parse("state_error<=much")


def test_what_is_no_requirement_is_told_with_one_of_a_measure():
    with pytest.raises(ConfigError, match=r"for example 'state_error<=0.02'"):
        parse("foo")
