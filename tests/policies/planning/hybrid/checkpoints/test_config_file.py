"""Sizes are read from both families' files; what this model does not do is refused by name."""

import json

import pytest

from physai_sim.core.errors import CheckpointError, ConfigError
from policies.planning.hybrid.checkpoints.config_file import read_config

NANO = {
    "model_type": "nemotron_h",
    "vocab_size": 131_072,
    "hidden_size": 2688,
    "hybrid_override_pattern": "MEMEM*EMEMEM*EMEMEM*EMEMEM*EMEMEM*EMEMEMEM*EMEMEMEME",
    "layer_norm_epsilon": 1e-5,
    "mamba_num_heads": 64,
    "mamba_head_dim": 64,
    "ssm_state_size": 128,
    "n_groups": 8,
    "conv_kernel": 4,
    "chunk_size": 128,
    "num_attention_heads": 32,
    "num_key_value_heads": 2,
    "head_dim": 128,
    "n_routed_experts": 128,
    "num_experts_per_tok": 6,
    "moe_intermediate_size": 1856,
    "moe_shared_expert_intermediate_size": 3712,
    "routed_scaling_factor": 2.5,
    "rope_theta": 10_000,
}
QWEN = {
    "model_type": "qwen3_moe",
    "vocab_size": 151_936,
    "hidden_size": 2048,
    "num_hidden_layers": 48,
    "num_attention_heads": 32,
    "num_key_value_heads": 4,
    "head_dim": 128,
    "rope_theta": 1e6,
    "num_experts": 128,
    "num_experts_per_tok": 8,
    "moe_intermediate_size": 768,
    "norm_topk_prob": True,
}


def _read(folder, settings):
    (folder / "config.json").write_text(json.dumps(settings))
    return read_config(folder)


def test_the_released_settings_are_the_presets(tmp_path):
    pytest.importorskip("torch", reason="torch is missing (make setup-planner)")
    from policies.planning.hybrid.presets import preset

    assert _read(tmp_path, NANO) == preset("nano-30b-a3b")
    assert _read(tmp_path, QWEN) == preset("qwen3-30b-a3b")


def test_a_list_of_blocks_is_a_pattern(tmp_path):
    names = ["linear_attention", "moe", "full_attention", "mlp", "mamba", "attention"]
    settings = NANO | {"layers_block_type": names, "intermediate_size": 9}
    assert _read(tmp_path, settings).pattern == "ME*-M*"


@pytest.mark.parametrize(
    ("family", "name", "value"),
    [
        (NANO, "use_bias", True),
        (NANO, "mamba_hidden_act", "gelu"),
        (NANO, "n_group", 4),
        (NANO, "moe_latent_size", 1024),
        (NANO, "layers_block_type", ["moe", "conv"]),
        (NANO, "hidden_size", "2688"),
        (NANO, "model_type", "llama"),
        (NANO, "layers_block_type", 3),
        (NANO, "layers_block_type", [["moe"]]),
        (NANO, "layers_block_type", ["moe"] * 10_000),
        (NANO, "model_type", ["x"]),
        (NANO, "vocab_size", 1e30),
        (NANO, "vocab_size", 10**9),
        (NANO, "hidden_size", 0),
        (NANO, "n_routed_experts", 10**9),
        (NANO, "moe_shared_expert_intermediate_size", -4),
        (NANO, "layer_norm_epsilon", 10**400),
        (NANO, "layer_norm_epsilon", float("nan")),
        (NANO, "layer_norm_epsilon", -1e-5),
        (NANO, "routed_scaling_factor", float("nan")),
        (NANO, "tie_word_embeddings", "false"),
        (QWEN, "norm_topk_prob", "false"),
        (QWEN, "num_hidden_layers", 10**9),
        (QWEN, "rope_parameters", [1]),
        (QWEN, "rope_theta", float("inf")),
        (QWEN, "mlp_only_layers", [3]),
        (QWEN, "attention_bias", True),
        (QWEN, "rope_theta", None),
    ],
)
def test_what_this_model_does_not_do_is_refused_by_name(family, name, value, tmp_path):
    with pytest.raises(CheckpointError, match=name):
        _read(tmp_path, family | {name: value})


def test_scaled_wavelengths_are_refused(tmp_path):
    scaled = QWEN | {"rope_scaling": {"rope_type": "yarn", "factor": 4.0}}
    with pytest.raises(CheckpointError, match="rope_type"):
        _read(tmp_path, scaled)


def test_a_missing_setting_is_named(tmp_path):
    with pytest.raises(CheckpointError, match="ssm_state_size"):
        _read(tmp_path, {k: v for k, v in NANO.items() if k != "ssm_state_size"})


def test_a_bad_letter_is_a_bad_letter_here_too(tmp_path):
    with pytest.raises(ConfigError, match="letter 2 of 3"):
        _read(tmp_path, NANO | {"hybrid_override_pattern": "MXE"})


@pytest.mark.parametrize("text", ["", "{", "[1]", "[" * 90_000])
def test_a_file_that_is_no_object_is_refused(text, tmp_path):
    (tmp_path / "config.json").write_text(text)
    with pytest.raises(CheckpointError, match=r"config\.json: not"):
        read_config(tmp_path)


def test_a_folder_without_settings_is_refused(tmp_path):
    with pytest.raises(CheckpointError, match="cannot be read"):
        read_config(tmp_path)
