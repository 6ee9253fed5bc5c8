"""Bytes that one decode step must move, and so the fastest it can be.

Legend: B sequences.
"""

from __future__ import annotations

import torch

from policies.planning.hybrid.config import HybridConfig
from policies.planning.hybrid.model import HybridModel

HALF, FULL = 2, 4  # bytes of bfloat16 and float32


def kv_bytes(config: HybridConfig) -> int:
    """Keys and values of one token in all blocks, bfloat16."""
    if config.attention is None:
        return 0
    sizes = config.attention
    return config.count("attention") * 2 * sizes.kv_heads * sizes.head_dim * HALF


def fixed_bytes(config: HybridConfig) -> int:
    """What a sequence holds however long it is: states in float32, windows in bfloat16."""
    if config.mamba is None:
        return 0
    sizes = config.mamba
    windows = sizes.channels * (sizes.conv_kernel - 1) * HALF
    return config.count("mamba") * (sizes.inner * sizes.state * FULL + windows)


def state_bytes(config: HybridConfig, tokens: int) -> int:
    """What a sequence holds after so many tokens."""
    return fixed_bytes(config) + tokens * kv_bytes(config)


def step_bytes(config: HybridConfig, batch: int, context: int) -> float:
    """Weights that a step reads, all keys and values, and states read and written.

    Of the experts those are counted that B sequences ask in expectation, if each expert is asked
    as often as any other: E (1 - (1 - K / E)^B).

    Args:
        config: Of the model, in bfloat16.
        batch: B.
        context: Tokens that each sequence holds.
    """
    share = 0.0
    if config.moe is not None:
        share = 1.0 - (1.0 - config.moe.top_k / config.moe.experts) ** batch
    weights = 0.0
    for name, parameter in _on_meta(config).named_parameters():
        held = parameter.numel() * parameter.element_size()
        if name.startswith("embeddings"):
            held = batch * config.hidden_size * HALF  # one row for each token
        weights += held * share if ".experts." in name else held
    return weights + batch * (context * kv_bytes(config) + 2 * fixed_bytes(config))


def most_sequences(config: HybridConfig, free: int, tokens: int) -> int:
    """How many sequences of so many tokens fit beside the weights.

    Args:
        config: Of the model.
        free: Bytes that are left for them.
        tokens: At the end of each.
    """
    return free // state_bytes(config, tokens)


def _on_meta(config: HybridConfig) -> HybridModel:
    return HybridModel(config, dtype=torch.bfloat16, device=torch.device("meta"))
