"""Decode steps of transformers' model of the same sizes on the same card."""

from __future__ import annotations

from importlib import import_module
from inspect import signature
from typing import Any

import torch

from physai_sim.benches._hybrid_card import CARD, SIXTEEN, seconds_each
from policies.planning.hybrid.config import HybridConfig

# Its prefill holds all chunks of all sequences at once.
PROMPT = 128


class Peer:
    """`NemotronHForCausalLM` with random weights, as it runs without packages of others.

    Args:
        config: Whose sizes it takes.
    """

    def __init__(self, config: HybridConfig) -> None:
        # Its settings are checked when they are given, not by types.
        library: Any = import_module("transformers")
        with torch.device("meta"):
            model = library.NemotronHForCausalLM(library.NemotronHConfig(**settings(config)))
        self._model = model.to(SIXTEEN).to_empty(device=CARD).eval()
        with torch.no_grad():
            for parameter in self._model.parameters():
                parameter.normal_(0.0, 0.02)
            for buffer in self._model.buffers():
                buffer.zero_()

    @torch.no_grad()
    def seconds(self, batch: int, times: int) -> float:
        """Mean time of a step of so many sequences after a prompt of `PROMPT` tokens [s]."""
        tokens = torch.randint(1, 1000, (batch, PROMPT), device=CARD)
        known = signature(self._model.forward).parameters
        name = "cache" if "cache" in known else "past_key_values"  # as its releases call it
        held = {name: getattr(self._model(input_ids=tokens, use_cache=True), name)}

        def step() -> object:
            out = self._model(input_ids=tokens[:, :1], use_cache=True, **held)
            return out.logits[:, -1].argmax(-1)

        return seconds_each(step, times)


def settings(config: HybridConfig) -> dict[str, object]:
    """What `NemotronHConfig` is given."""
    mamba, attention, moe = config.mamba, config.attention, config.moe
    assert mamba is not None, "the pattern has M"
    assert attention is not None, "the pattern has *"
    assert moe is not None, "the pattern has E"
    return {
        "vocab_size": config.vocab_size,
        "hidden_size": config.hidden_size,
        "hybrid_override_pattern": config.pattern,
        "layer_norm_epsilon": config.norm_eps,
        "num_attention_heads": attention.heads,
        "num_key_value_heads": attention.kv_heads,
        "head_dim": attention.head_dim,
        "ssm_state_size": mamba.state,
        "mamba_num_heads": mamba.heads,
        "mamba_head_dim": mamba.head_dim,
        "n_groups": mamba.groups,
        "conv_kernel": mamba.conv_kernel,
        "chunk_size": mamba.chunk,
        "n_routed_experts": moe.experts,
        "num_experts_per_tok": moe.top_k,
        "moe_intermediate_size": moe.width,
        "moe_shared_expert_intermediate_size": moe.shared_width,
        "routed_scaling_factor": moe.scale,
    }
