"""What transformers saves is loaded and computes the same; what does not fit is named at once."""

import json
import re
import weakref

import pytest

torch = pytest.importorskip("torch", reason="torch is missing (make setup-planner)")

from physai_sim.core.errors import CheckpointError  # noqa: E402
from policies.planning.hybrid.batch import packed  # noqa: E402
from policies.planning.hybrid.checkpoints.loading import from_pretrained  # noqa: E402
from policies.planning.hybrid.checkpoints.shards import Entry  # noqa: E402

FAMILIES = ("nemotron_h", "qwen3_moe")
TOKENS = [3, 1, 4, 1, 5, 9, 2, 6, 5, 3, 5, 8, 9, 7, 9, 3, 2, 3, 8, 4, 6]


def _logits(model):
    with torch.no_grad():
        return model.logits(model.hidden(packed([TOKENS])))


@pytest.mark.parametrize("shard", ["5GB", "20KB"])
@pytest.mark.parametrize("family", FAMILIES)
def test_logits_are_those_of_transformers(family, shard, saved, request, off):
    witness = request.getfixturevalue("nemotron" if family == "nemotron_h" else family)
    model = from_pretrained(saved(family, max_shard_size=shard))
    with torch.no_grad():
        expected = witness(torch.tensor([TOKENS])).logits[0]
    assert off(_logits(model), expected) < 1e-5


@pytest.mark.parametrize("family", FAMILIES)
def test_experts_in_one_tensor_are_those_of_one_tensor_each(family, saved, rewritten, off):
    def pack(tensors):
        found = {}
        for name in sorted(tensors):
            match = re.fullmatch(r"(.*experts)\.(\d+)\.(\w+)\.weight", name)
            key = f"{match[1]}.{match[3]}" if match else name
            found.setdefault(key, {})[int(match[2]) if match else 0] = tensors[name]
        out = {
            name: torch.stack([rows[e] for e in sorted(rows)]) if "experts." in name else rows[0]
            for name, rows in found.items()
            if "shared" not in name
        }
        out |= {name: tensor for name, tensor in tensors.items() if "shared" in name}
        for name in [n for n in out if n.endswith("experts.gate_proj")]:
            up = out.pop(name.replace("gate_proj", "up_proj"))
            out[name.replace("gate_proj", "gate_up_proj")] = torch.cat([out.pop(name), up], 1)
        return out

    expected = _logits(from_pretrained(saved(family)))
    assert torch.equal(_logits(from_pretrained(rewritten(family, pack))), expected)


@pytest.mark.parametrize("family", FAMILIES)
def test_everything_that_does_not_fit_is_named_at_once(family, rewritten):
    first, second = {
        "nemotron_h": ("layers.1.mixer.experts.3.up_proj.weight", "norm_f.weight"),
        "qwen3_moe": ("layers.1.mlp.experts.3.up_proj.weight", "norm.weight"),
    }[family]
    prefix = "backbone." if family == "nemotron_h" else "model."

    def spoil(tensors):
        del tensors[prefix + first], tensors["lm_head.weight"]
        tensors["stranger.weight"] = torch.zeros(2)
        tensors[prefix + second] = torch.zeros(25)
        return tensors

    with pytest.raises(CheckpointError) as caught:
        from_pretrained(rewritten(family, spoil))
    told = str(caught.value)
    assert f"missing: {first}, lm_head.weight" in told
    assert "not of this model: stranger.weight" in told
    assert f"of another shape: {second} (25,) for (24,)" in told
    assert "\n" not in told


def test_drafting_layers_and_scales_of_activations_are_known_and_left_out(rewritten):
    def add(tensors):
        tensors["mtp.layers.0.norm.weight"] = torch.zeros(2)
        tensors["backbone.layers.3.mixer.k_proj.k_scale"] = torch.ones(1)
        tensors["backbone.layers.3.mixer.k_proj.input_scale"] = torch.ones(1)
        return tensors

    from_pretrained(rewritten("nemotron_h", add))


def test_weights_take_the_type_that_is_asked_and_small_ones_stay_exact(saved):
    exact, model = (
        from_pretrained(saved("nemotron_h"), dtype=kind)
        for kind in (torch.float32, torch.bfloat16)
    )
    assert model.embeddings.weight.dtype == torch.bfloat16
    assert model.get_parameter("layers.0.mixer.A_log").dtype == torch.float32
    assert model.get_parameter("layers.1.mixer.gate.weight").dtype == torch.float32
    for name, parameter in model.named_parameters():
        assert torch.equal(parameter, exact.get_parameter(name).to(parameter.dtype)), name
    assert _logits(model).isfinite().all()


def test_a_tied_head_needs_no_tensor(rewritten):
    def drop(tensors):
        del tensors["lm_head.weight"]
        return tensors

    folder = rewritten("nemotron_h", drop)
    config = json.loads((folder / "config.json").read_text())
    (folder / "config.json").write_text(json.dumps(config | {"tie_word_embeddings": True}))
    model = from_pretrained(folder)
    assert model.lm_head.weight is model.embeddings.weight
    assert not model.embeddings.weight.is_meta


def test_a_head_that_a_nemotron_folder_holds_is_used_whatever_it_says_of_ties(
    saved, nemotron, off
):
    folder = saved("nemotron_h")
    config = json.loads((folder / "config.json").read_text())
    (folder / "config.json").write_text(json.dumps(config | {"tie_word_embeddings": True}))
    with torch.no_grad():
        expected = nemotron(torch.tensor([TOKENS])).logits[0]
    assert off(_logits(from_pretrained(folder)), expected) < 1e-5


def test_numbers_that_are_none_by_themselves_are_named(rewritten):
    first = "backbone.layers.3.mixer."

    def spoil(tensors):
        for part, kind in (("q", torch.int8), ("k", torch.int64), ("v", torch.bool)):
            tensors[f"{first}{part}_proj.weight"] = tensors[f"{first}{part}_proj.weight"].to(kind)
        tensors[f"{first}q_proj.weight_scale"] = torch.ones(1)
        tensors[f"{first}o_proj.weight_scale"] = torch.ones(1)
        return tensors

    with pytest.raises(CheckpointError) as caught:
        from_pretrained(rewritten("nemotron_h", spoil))
    told = str(caught.value)
    for part, kind in (("k", "I64"), ("q", "I8"), ("v", "BOOL")):
        assert f"layers.3.mixer.{part}_proj.weight {kind}" in told
    assert "with a scale and more than 8 bits: layers.3.mixer.o_proj.weight" in told


def test_two_tensors_of_one_name_are_refused(rewritten):
    def twice(tensors):
        return tensors | {"model.norm_f.weight": tensors["backbone.norm_f.weight"].clone()}

    with pytest.raises(CheckpointError, match="two tensors of one name"):
        from_pretrained(rewritten("nemotron_h", twice))


@pytest.mark.parametrize(
    "told",
    [
        "fp8",
        [1],
        {"weight_block_size": 7},
        {"weight_block_size": [128]},
        {"weight_block_size": ["a", 0]},
    ],
)
def test_a_quantisation_that_is_none_is_named(saved, told):
    folder = saved("nemotron_h")
    config = json.loads((folder / "config.json").read_text())
    (folder / "config.json").write_text(json.dumps(config | {"quantization_config": told}))
    with pytest.raises(CheckpointError, match="quantization_config"):
        from_pretrained(folder)


def test_more_experts_than_there_are_tensors_are_refused_before_they_are_named(saved):
    folder = saved("nemotron_h")
    config = json.loads((folder / "config.json").read_text())
    (folder / "config.json").write_text(json.dumps(config | {"n_routed_experts": 8000}))
    with pytest.raises(CheckpointError, match="16000 experts by its"):
        from_pretrained(folder)


@pytest.mark.parametrize("scale", ["tensor", "row", "block"])
def test_weights_in_8_bits_are_multiplied_with_their_scales(scale, rewritten, saved, off):
    where = ("in_proj", "out_proj", "up_proj", "down_proj", "q_proj")

    def squeeze(tensors):
        out = dict(tensors)
        for name, weight in tensors.items():
            if name.endswith(tuple(f"{part}.weight" for part in where)):
                out[name], scales = _squeezed(weight, scale)
                ending = "_scale_inv" if scale == "block" else "_scale"
                out[name + ending] = scales
        return out

    exact = from_pretrained(saved("nemotron_h"))
    folder = rewritten("nemotron_h", squeeze)
    config = json.loads((folder / "config.json").read_text())
    config["quantization_config"] = {"quant_method": "fp8", "weight_block_size": [8, 16]}
    (folder / "config.json").write_text(json.dumps(config))
    got = from_pretrained(folder)
    up, wide = (m.get_parameter("layers.1.mixer.experts.up_proj") for m in (got, exact))
    assert 0.0 < off(up.detach(), wide.detach()) < 0.07
    # A wrong choice of experts would hide in the logits: each weight is compared instead.
    for name, parameter in exact.named_parameters():
        assert off(got.get_parameter(name).detach(), parameter.detach()) < 0.07, name
    assert _logits(got).isfinite().all()


def _squeezed(weight, scale):
    if scale == "tensor":
        size = weight.abs().max() / 448
        return (weight / size).to(torch.float8_e4m3fn), size
    if scale == "row":
        size = weight.abs().amax(1, keepdim=True) / 448
        return (weight / size).to(torch.float8_e4m3fn), size
    rows, columns = -(-weight.shape[0] // 8), -(-weight.shape[1] // 16)
    size = torch.rand(rows, columns, generator=torch.Generator().manual_seed(0)) / 50 + 0.01
    spread = size.repeat_interleave(8, 0)[: weight.shape[0]]
    spread = spread.repeat_interleave(16, 1)[:, : weight.shape[1]]
    return (weight / spread).to(torch.float8_e4m3fn), size


def test_8_bits_without_a_scale_are_refused(rewritten):
    def squeeze(tensors):
        name = "backbone.layers.0.mixer.in_proj.weight"
        return tensors | {name: tensors[name].to(torch.float8_e4m3fn)}

    with pytest.raises(CheckpointError, match=r"layers\.0\.mixer\.in_proj.*without a scale"):
        from_pretrained(rewritten("nemotron_h", squeeze))


@pytest.mark.parametrize("family", FAMILIES)
def test_each_tensor_is_let_go_before_the_next_is_read(family, saved, monkeypatch):
    folder, alive, most = saved(family), weakref.WeakSet(), [0]

    def watched(read):
        def reading(*arguments):
            most[0] = max(most[0], len(alive))
            tensor = read(*arguments)
            alive.add(tensor)
            return tensor

        return reading

    monkeypatch.setattr(Entry, "whole", watched(Entry.whole))
    monkeypatch.setattr(Entry, "row", watched(Entry.row))
    from_pretrained(folder, dtype=torch.bfloat16)
    assert most[0] <= 1
    assert not alive
