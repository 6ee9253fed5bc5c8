"""Weights, tokenizers and templates that are served."""

import json

import pytest

torch = pytest.importorskip("torch", reason="torch is missing (make setup-planner)")
save_file = pytest.importorskip("safetensors.torch", reason="safetensors is missing").save_file
pytest.importorskip("tokenizers", reason="tokenizers is missing (make setup-planner)")

from physai_sim.core.errors import CheckpointError, UnknownNameError  # noqa: E402
from policies.planning.hybrid.serving import source  # noqa: E402
from policies.planning.hybrid.serving.chat_template import render  # noqa: E402
from policies.planning.hybrid.serving.file_template import FileTemplate  # noqa: E402
from policies.planning.hybrid.serving.tokenizer import FileTokenizer  # noqa: E402

CPU, WIDE = torch.device("cpu"), torch.float32
SIZES = {
    **{"model_type": "qwen3_moe", "vocab_size": 300, "hidden_size": 16, "num_hidden_layers": 1},
    **{"num_attention_heads": 2, "num_key_value_heads": 1, "head_dim": 8, "rope_theta": 1e4},
    **{"num_experts": 2, "num_experts_per_tok": 1, "moe_intermediate_size": 8},
    **{"rms_norm_eps": 1e-6, "norm_topk_prob": True, "hidden_act": "silu"},
    **{"tie_word_embeddings": False},
}


@pytest.fixture
def folder(tmp_path, words):
    """A checkpoint of one layer, as transformers names its tensors."""
    layer, shapes = "model.layers.0", {"model.embed_tokens.weight": (300, 16)}
    shapes |= {"lm_head.weight": (300, 16), "model.norm.weight": (16,)}
    shapes |= {f"{layer}.{n}_layernorm.weight": (16,) for n in ("input", "post_attention")}
    shapes |= {f"{layer}.self_attn.{n}_norm.weight": (8,) for n in "qk"}
    shapes |= {f"{layer}.self_attn.{n}_proj.weight": (8, 16) for n in "kv"}
    shapes |= {f"{layer}.self_attn.{n}_proj.weight": (16, 16) for n in "qo"}
    shapes[f"{layer}.mlp.gate.weight"] = (2, 16)
    for name, shape in {"gate": (8, 16), "up": (8, 16), "down": (16, 8)}.items():
        shapes |= {f"{layer}.mlp.experts.{e}.{name}_proj.weight": shape for e in (0, 1)}
    save_file({n: torch.ones(s) for n, s in shapes.items()}, tmp_path / "model.safetensors")
    (tmp_path / "config.json").write_text(json.dumps(SIZES))
    words(tmp_path / "tokenizer.json")
    return tmp_path


def test_a_folder_is_read_with_its_tokenizer_and_template(folder):
    served = source.load(folder, dtype=torch.bfloat16, device=CPU)
    assert served.model.lm_head.weight.dtype == torch.bfloat16
    assert isinstance(served.tokenizer, FileTokenizer)
    assert served.template is render
    (folder / "chat_template.jinja").write_text("{{ messages }}")
    served = source.load(folder, dtype=torch.bfloat16, device=CPU)
    assert isinstance(served.template, FileTemplate)


def test_a_folder_without_a_tokenizer_is_refused_before_its_weights_are_read(tmp_path):
    with pytest.raises(CheckpointError, match=r"tokenizer\.json: no such file"):
        source.load(tmp_path, dtype=WIDE, device=CPU)


def test_equal_seeds_draw_equal_weights():
    first, same, other = (source.draw("tiny", s, dtype=WIDE, device=CPU) for s in (1, 1, 2))
    weights = [served.model.lm_head.weight for served in (first, same, other)]
    assert torch.equal(weights[0], weights[1])
    assert not torch.equal(weights[0], weights[2])
    assert not first.model.training


def test_what_this_machine_or_we_lack_is_named():
    assert source.dtype_of("bfloat16", source.DTYPES, where="--dtype") == torch.bfloat16
    with pytest.raises(UnknownNameError, match="float32"):
        source.dtype_of("float33", source.DTYPES, where="--dtype")
    with pytest.raises(UnknownNameError, match="tiny"):
        source.draw("tinny", 0, dtype=WIDE, device=CPU)
