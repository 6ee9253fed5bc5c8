"""The hybrid model against transformers: the same folders, the same logits."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from importlib import import_module
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np

from physai_sim.benches._one_core import why_not
from physai_sim.benches.base import Row
from physai_sim.core.geometry import Array

BAR = 1e-5
_SHARED = {
    "vocab_size": 37,
    "hidden_size": 24,
    "num_attention_heads": 6,
    "num_key_value_heads": 2,
    "head_dim": 10,
    "moe_intermediate_size": 16,
    "num_experts_per_tok": 2,
}
_NEMOTRON = {
    "hybrid_override_pattern": "MEM*E-M",
    "ssm_state_size": 6,
    "mamba_num_heads": 4,
    "mamba_head_dim": 8,
    "n_groups": 2,
    "chunk_size": 8,
    "n_routed_experts": 6,
    "moe_shared_expert_intermediate_size": 20,
    "routed_scaling_factor": 2.5,
    "intermediate_size": 28,
}
_QWEN = {"num_hidden_layers": 2, "num_experts": 6, "norm_topk_prob": True}


def against_transformers() -> Row:
    if (missing := why_not("torch", "transformers")) is not None:
        return Row("logits_vs_transformers", None, "ratio", BAR, "<=", missing)
    import torch

    from policies.planning.hybrid.batch import packed
    from policies.planning.hybrid.checkpoints.loading import from_pretrained

    tokens, errors = torch.randint(0, 37, (40,), generator=torch.Generator().manual_seed(0)), {}
    for family, witness in _witnesses():
        with tempfile.TemporaryDirectory(prefix="physai_bench_") as folder, torch.no_grad():
            witness.save_pretrained(Path(folder), max_shard_size="20KB")
            model = from_pretrained(folder)
            got = model.logits(model.hidden(packed([tokens.tolist()])))
            expected = witness(tokens[None]).logits[0]
        errors[family] = relative(got.double().numpy(), expected.double().numpy())
    told = ", ".join(f"{family} {error:.1e}" for family, error in errors.items())
    note = (
        f"tiny random folders saved by transformers {version('transformers')} in shards, loaded "
        f"and compared in float32: {told}; its floor under the steps of prefill is off"
    )
    return Row("logits_vs_transformers", max(errors.values()), "ratio", BAR, "<=", note)


def _witnesses() -> Iterator[tuple[str, Any]]:
    """A model of each family with weights by which each part of it counts."""
    # Its settings are checked when they are given, not by types.
    library: Any = import_module("transformers")
    nemotron = library.NemotronHConfig(**_SHARED, **_NEMOTRON)
    yield "nemotron_h", drawn(library.NemotronHForCausalLM(nemotron))
    qwen = library.Qwen3MoeConfig(**_SHARED, **_QWEN)
    yield "qwen3_moe", drawn(library.Qwen3MoeForCausalLM(qwen))


def drawn(model: Any) -> Any:
    """A model of transformers with weights by which each part of it counts.

    With those that it begins with, biases are zero, and the state hardly moves the logits.
    """
    import torch

    generator = torch.Generator().manual_seed(5)
    with torch.no_grad():
        for name, tensor in [*model.named_parameters(), *model.named_buffers()]:
            normal = torch.randn(tensor.shape, generator=generator)
            if "norm" in name or name.endswith(".D"):
                tensor.copy_(1.0 + 0.2 * normal)
            elif name.endswith(("A_log", "dt_bias")):
                tensor.copy_(normal)
            elif name.endswith("bias"):
                tensor.copy_(0.1 * normal)
            elif "inv_freq" not in name:
                tensor.copy_(normal * tensor.shape[-1] ** -0.5)
    return without_floor(model)


def without_floor(model: Any) -> Any:
    """In evaluation, without a floor under the steps of prefill: decoding has none."""
    for module in model.modules():
        if hasattr(module, "time_step_limit"):
            module.time_step_limit = (0.0, float("inf"))
    return model.eval()


def relative(got: Array, expected: Array) -> float:
    """The largest error over the largest value."""
    return float(np.abs(got - expected).max() / np.abs(expected).max())
