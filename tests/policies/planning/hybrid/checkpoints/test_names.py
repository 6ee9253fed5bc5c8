"""Every weight has a name in the folder, and every name a place."""

import pytest

torch = pytest.importorskip("torch", reason="torch is missing (make setup-planner)")

from policies.planning.hybrid.checkpoints.names import are_packed, bare, table  # noqa: E402
from policies.planning.hybrid.model import HybridModel  # noqa: E402


def _names(config):
    model = HybridModel(config, device=torch.device("meta"))
    return [*dict(model.named_parameters()), *dict(model.named_buffers())]


@pytest.mark.parametrize("packed", [False, True])
@pytest.mark.parametrize("family", ["nemotron_h", "qwen3_moe"])
def test_every_weight_is_filled_once(packed, family, small, qwen):
    names = _names(small() if family == "nemotron_h" else qwen)
    plan = table(small() if family == "nemotron_h" else qwen, names, packed=packed)
    filled = [place for places in plan.values() for place in places]
    assert len(filled) == len(set(filled))
    assert {place.parameter for place in filled} == set(names)
    assert are_packed(iter(plan)) == packed


def test_prefixes_of_the_inner_model_are_left_out():
    assert bare("backbone.layers.0.norm.weight") == "layers.0.norm.weight"
    assert bare("model.norm.weight") == "norm.weight"
    assert bare("lm_head.weight") == "lm_head.weight"


def test_a_layer_of_qwen3_is_two_blocks(qwen):
    plan = table(qwen, _names(qwen), packed=False)
    assert plan["layers.1.input_layernorm.weight"][0].parameter == "layers.2.norm.weight"
    assert plan["layers.1.post_attention_layernorm.weight"][0].parameter == "layers.3.norm.weight"
    assert plan["layers.1.self_attn.q_norm.weight"][0].parameter == "layers.2.mixer.q_norm.weight"
    assert plan["layers.1.mlp.gate.weight"][0].parameter == "layers.3.mixer.gate.weight"
