"""No key is taken in silence: it has an effect, is recorded with a reason, or is refused."""

import pytest

from physai_sim.core.errors import ConfigError
from physai_sim.core.strict import parse
from physai_sim.generation.spec.controls import BlurSpec, EdgeSpec, SegSpec
from physai_sim.generation.spec.effects import (
    EFFECTS,
    OF_CONTROLS,
    RECORDED,
    REFUSED,
    check_for_engine,
    told,
)
from physai_sim.generation.spec.sample import SampleSpec


def sample(**data):
    return parse(SampleSpec, {"name": "a", **data}, where="a.json")


def test_every_key_is_in_exactly_one_table():
    tables = [EFFECTS, RECORDED, REFUSED]
    keys = [key for table in tables for key in table]
    assert sorted(keys) == sorted(SampleSpec.model_fields)
    inner = {key for model in (EdgeSpec, BlurSpec, SegSpec) for key in model.model_fields}
    assert set(OF_CONTROLS) == inner


def test_what_is_given_is_told_and_nothing_else():
    found = told(sample(fps=10, guidance=3.0, edge={"weight": 0.5, "control_path": "e.mp4"}))
    assert list(found) == ["edge", "edge.control_path", "edge.weight", "fps", "guidance", "name"]
    assert found["fps"].startswith("effect: ")
    assert found["guidance"] == "recorded: the engine has no sampler"


@pytest.mark.parametrize(
    ("data", "told"),
    [
        ({"wsm": {}}, "wsm: not for the engine"),
        ({"enable_sound": True}, "enable_sound: not for the engine.*silent"),
        ({"model_mode": "reasoner"}, "'reasoner'; expected forward_dynamics"),
        ({"model_mode": "policy"}, "'policy'"),
        ({"action_path": "a.json", "domain_name": "av"}, "'av'; expected physai/MODEL/ACTION"),
    ],
)
def test_what_the_engine_cannot_do_is_refused(data, told):
    with pytest.raises(ConfigError, match=f"sample 'a': .*{told}"):
        check_for_engine(sample(**data))


def test_what_it_can_do_is_not():
    check_for_engine(sample(enable_sound=False, model_mode="forward_dynamics", depth={}))
    domain = "physai/panda/end_effector_delta"
    check_for_engine(sample(action_path="a.json", domain_name=domain))
