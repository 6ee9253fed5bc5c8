"""Models by name, and what they count.

Source: NVIDIA-Nemotron-3-Nano-30B-A3B and Qwen3-30B-A3B, config.json.
"""

from __future__ import annotations

import torch

from physai_sim.core.errors import UnknownNameError
from policies.planning.hybrid.config import (
    AttentionConfig,
    HybridConfig,
    MambaConfig,
    MoeConfig,
)
from policies.planning.hybrid.model import HybridModel

PRESETS = {
    "tiny": HybridConfig(
        vocab_size=512,
        hidden_size=128,
        pattern="MEMEM*EMEM*EM-",
        mamba=MambaConfig(heads=8, head_dim=32, state=32, groups=2, conv_kernel=4, chunk=32),
        attention=AttentionConfig(heads=4, kv_heads=2, head_dim=32),
        moe=MoeConfig(experts=8, top_k=2, width=128, shared_width=256, scale=2.5),
        mlp_width=384,
    ),
    "nano-30b-a3b": HybridConfig(
        vocab_size=131_072,
        hidden_size=2688,
        pattern="MEMEM*EMEMEM*EMEMEM*EMEMEM*EMEMEM*EMEMEMEM*EMEMEMEME",
        mamba=MambaConfig(heads=64, head_dim=64, state=128, groups=8, conv_kernel=4, chunk=128),
        attention=AttentionConfig(heads=32, kv_heads=2, head_dim=128),
        moe=MoeConfig(experts=128, top_k=6, width=1856, shared_width=3712, scale=2.5),
    ),
    "qwen3-30b-a3b": HybridConfig(
        vocab_size=151_936,
        hidden_size=2048,
        pattern="*E" * 48,
        norm_eps=1e-6,
        attention=AttentionConfig(
            heads=32, kv_heads=4, head_dim=128, rope_theta=1e6, qk_norm=True
        ),
        moe=MoeConfig(experts=128, top_k=8, width=768, router="softmax", activation="swiglu"),
        family="qwen3_moe",
    ),
}


def preset(name: str) -> HybridConfig:
    """The sizes of a named model.

    Raises:
        UnknownNameError: If there is none of that name.
    """
    if name not in PRESETS:
        raise UnknownNameError("unknown model", where="preset", got=name, known=PRESETS)
    return PRESETS[name]


def parameter_count(config: HybridConfig) -> int:
    """All parameters; the model is made without memory."""
    return sum(parameter.numel() for parameter in _on_meta(config).parameters())


def active_count(config: HybridConfig) -> int:
    """Parameters that one token meets: of routed experts only those asked; embedding and head."""
    active = 0
    for name, parameter in _on_meta(config).named_parameters():
        count = parameter.numel()
        if config.moe is not None and ".experts." in name:
            count = count * config.moe.top_k // config.moe.experts
        active += count
    return active


def _on_meta(config: HybridConfig) -> HybridModel:
    return HybridModel(config, device=torch.device("meta"))
