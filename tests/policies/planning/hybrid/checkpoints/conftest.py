"""Tiny folders as transformers saves them, with weights drawn at random."""

import pytest


@pytest.fixture(scope="session")
def nemotron():
    """A model of all four kinds of blocks, made by transformers."""
    pytest.importorskip("torch", reason="torch is missing (make setup-planner)")
    pytest.importorskip("transformers", reason="transformers is missing (make setup-planner)")
    from transformers import NemotronHConfig, NemotronHForCausalLM

    return _drawn(
        NemotronHForCausalLM(
            NemotronHConfig(
                vocab_size=37,
                hidden_size=24,
                hybrid_override_pattern="MEM*E-M",
                num_attention_heads=6,
                num_key_value_heads=2,
                head_dim=10,
                intermediate_size=28,
                ssm_state_size=6,
                mamba_num_heads=4,
                mamba_head_dim=8,
                n_groups=2,
                chunk_size=8,
                n_routed_experts=6,
                moe_intermediate_size=16,
                moe_shared_expert_intermediate_size=20,
                num_experts_per_tok=2,
                routed_scaling_factor=2.5,
            )
        )
    )


@pytest.fixture(scope="session")
def qwen3_moe():
    """Two layers of rotary attention and gated experts, made by transformers."""
    pytest.importorskip("torch", reason="torch is missing (make setup-planner)")
    pytest.importorskip("transformers", reason="transformers is missing (make setup-planner)")
    from transformers import Qwen3MoeConfig, Qwen3MoeForCausalLM

    return _drawn(
        Qwen3MoeForCausalLM(
            Qwen3MoeConfig(
                vocab_size=37,
                hidden_size=24,
                num_hidden_layers=2,
                num_attention_heads=6,
                num_key_value_heads=2,
                head_dim=10,
                moe_intermediate_size=16,
                num_experts=6,
                num_experts_per_tok=3,
                norm_topk_prob=True,
            )
        )
    )


def _drawn(model):
    from physai_sim.benches._hybrid_witness import drawn

    return drawn(model)


@pytest.fixture
def saved(tmp_path, nemotron, qwen3_moe):
    """A folder of one of the two."""

    def save(family, **options):
        folder = tmp_path / family
        {"nemotron_h": nemotron, "qwen3_moe": qwen3_moe}[family].save_pretrained(folder, **options)
        return folder

    return save


@pytest.fixture
def rewritten(saved):
    """A folder whose tensors were changed, in one file."""

    def rewrite(family, change):
        from safetensors.torch import load_file, save_file

        folder = saved(family)
        tensors = load_file(folder / "model.safetensors")
        save_file(change(tensors), folder / "model.safetensors")
        return folder

    return rewrite
