"""The whole model in float64, token after token, in plain loops: what the others are held to.

It shares no mixer with the model, only its weights, so that an error in one is not in both.

Legend: T tokens, D width, V vocabulary, H heads, P head size, G groups, N state size, E experts.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray
from torch import Tensor

from policies.planning.hybrid.config import HybridConfig
from policies.planning.hybrid.model import HybridModel
from policies.planning.hybrid.pattern import Kind
from policies.planning.hybrid.reference_mixers import (
    AttentionByToken,
    ExpertsByToken,
    MambaByToken,
    MlpByToken,
    rms,
)

Array = NDArray[np.float64]
Mixer = Callable[[Array], Array]

_MIXERS: dict[Kind, Callable[[HybridConfig, Mapping[str, Array]], Mixer]] = {
    "mamba": MambaByToken,
    "attention": AttentionByToken,
    "moe": ExpertsByToken,
    "mlp": MlpByToken,
}


def weights_of(model: HybridModel) -> dict[str, Array]:
    """Every weight of a model by its name, in float64."""
    return {name: value.detach().double().cpu().numpy() for name, value in _named(model)}


def reference_logits(
    config: HybridConfig, weights: Mapping[str, Array], tokens: Sequence[int]
) -> Array:
    """Scores of every next token of one sequence, token by token.

    Args:
        config: Sizes.
        weights: See `weights_of`.
        tokens: The sequence.

    Returns:
        Shape (T, V).
    """
    blocks = [_block(config, weights, index) for index in range(len(config.pattern))]
    table, last = weights["embeddings.weight"], weights["norm_f.weight"]
    head = table if config.tied else weights["lm_head.weight"]
    rows = list[Array]()
    for token in tokens:
        x = table[token]
        for block in blocks:
            x = x + block(x)
        rows.append(head @ rms(x, last, config.norm_eps))
    return np.array(rows)


def _block(config: HybridConfig, weights: Mapping[str, Array], index: int) -> Mixer:
    start = f"layers.{index}."
    mine = {
        name.removeprefix(start): value
        for name, value in weights.items()
        if name.startswith(start)
    }
    inner = {
        name.removeprefix("mixer."): value
        for name, value in mine.items()
        if name.startswith("mixer.")
    }
    mixer, norm = _MIXERS[config.kinds[index]](config, inner), mine["norm.weight"]
    return lambda x: mixer(rms(x, norm, config.norm_eps))


def _named(model: HybridModel) -> list[tuple[str, Tensor]]:
    return [*model.named_parameters(), *model.named_buffers()]
