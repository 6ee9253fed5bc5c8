"""Whether the hybrid model computes what it should: against float64, and against transformers.

Legend: T tokens, V vocabulary.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from physai_sim.benches._hybrid_witness import against_transformers, relative
from physai_sim.benches._one_core import why_not
from physai_sim.benches.base import Row

if TYPE_CHECKING:
    from policies.planning.hybrid.config import HybridConfig
    from policies.planning.hybrid.model import HybridModel

BAR = 1e-5
# Lengths on and off the chunk of 8, and cuts of a prefill in pieces, one token among them.
LENGTHS = (1, 7, 8, 9, 21, 40)
CUTS: tuple[tuple[int, ...], ...] = ((), (1,), (8, 16), (5, 6, 7, 30))
# What is added to dt before softplus; -12 makes steps of 6e-6.
BIASES = (0.0, -12.0, 6.0)
PATTERNS = ("M", "E", "*", "-", "MEM*E-M")


def exact_rows(*, quick: bool) -> list[Row]:
    """`logits_vs_float64` and `logits_vs_transformers`."""
    return [_against_float64(quick=quick), against_transformers()]


def _against_float64(*, quick: bool) -> Row:
    if (missing := why_not("torch")) is not None:
        return Row("logits_vs_float64", None, "ratio", BAR, "<=", missing)
    lengths = LENGTHS[4:5] if quick else LENGTHS
    worst, where, count = 0.0, "", 0
    for config in _configs():
        for bias in BIASES:
            for length in lengths:
                for cuts in CUTS:
                    if cuts and cuts[-1] >= length:
                        continue
                    error, count = _error(config, length, cuts, bias=bias), count + 1
                    if error >= worst:
                        worst = error
                        where = f"{config.pattern}, {length} tokens, cuts {cuts}, dt bias {bias:g}"
    note = f"{count} cases in float32, patterns {', '.join(PATTERNS)} and *E with rotary positions"
    quick_note = "; quick: fewer lengths" if quick else ""
    note += f"; largest error over largest logit; the worst: {where}{quick_note}"
    return Row("logits_vs_float64", worst, "ratio", BAR, "<=", note)


def _error(config: HybridConfig, length: int, cuts: tuple[int, ...], *, bias: float) -> float:
    import torch

    from policies.planning.hybrid.batch import packed
    from policies.planning.hybrid.reference import reference_logits, weights_of
    from policies.planning.hybrid.state.pools import StatePool
    from policies.planning.hybrid.state.sizes import PoolSizes

    torch.manual_seed(0)
    model = drawn(config, bias)
    tokens = torch.randint(0, config.vocab_size, (length,)).tolist()
    pool, rows = StatePool(config, PoolSizes(2, length, page_size=4)), list[Any]()
    _, slot = pool.alloc(), pool.alloc()
    with torch.no_grad():
        for first, last in pairwise([0, *cuts, length]):
            pool.extend(slot, last - first)
            batch = packed([tokens[first:last]], slots=[slot], context=[first])
            rows.append(model.logits(model.hidden(batch, pool)))
    return relative(
        torch.cat(rows).double().numpy(), reference_logits(config, weights_of(model), tokens)
    )


def _configs() -> Iterator[HybridConfig]:
    """Small models of every kind of block, of both families."""
    from policies.planning.hybrid.config import (
        AttentionConfig,
        HybridConfig,
        MambaConfig,
        MoeConfig,
    )

    mamba = MambaConfig(heads=4, head_dim=8, state=6, groups=2, conv_kernel=4, chunk=8)
    attention = AttentionConfig(heads=6, kv_heads=2, head_dim=10)
    moe = MoeConfig(experts=6, top_k=2, width=16, shared_width=20, scale=2.5)
    for pattern in PATTERNS:
        yield HybridConfig(37, 24, pattern, 1e-5, mamba, attention, moe, 28)
    turned = AttentionConfig(heads=6, kv_heads=2, head_dim=10, rope_theta=1e4, qk_norm=True)
    gated = MoeConfig(experts=6, top_k=3, width=16, router="softmax", activation="swiglu")
    yield HybridConfig(37, 24, "*E*E", 1e-6, None, turned, gated, family="qwen3_moe")


def drawn(config: HybridConfig, dt_bias: float) -> HybridModel:
    """A model whose weights are random, so that every part of it counts."""
    import torch

    from policies.planning.hybrid.model import HybridModel

    model = HybridModel(config)
    with torch.no_grad():
        for name, tensor in [*model.named_parameters(), *model.named_buffers()]:
            spread = 1.0 if name.startswith("embed") else tensor.shape[-1] ** -0.5
            offset = 1.0 if "norm" in name or name.endswith(".D") else 0.0
            if name.endswith("dt_bias"):
                offset = dt_bias
            tensor.copy_(offset + spread * torch.randn(tensor.shape))
    return model.eval()
