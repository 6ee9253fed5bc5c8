"""The choice of experts from their scores: the plain twin.

Legend: T tokens, E experts, K asked by each token.
"""

from __future__ import annotations

import torch
from torch import Tensor

# Sigmoids far below any number that float32 has are zero: their sum divides nothing by nothing.
TINY = 1e-20


def route(
    logits: Tensor, bias: Tensor | None, *, top_k: int, scale: float, normalise: bool
) -> tuple[Tensor, Tensor]:
    """Choose the best K; a bias shifts the choice and not the weights.

    Args:
        logits: Shape (T, E).
        bias: Added to sigmoids to choose, shape (E,); None: a softmax chooses.
        top_k: K.
        scale: What the weights are multiplied with.
        normalise: Whether the weights sum to one before that.

    Returns:
        Chosen experts, best first, int64, and their weights, shape (T, K) each.
    """
    if bias is None:
        weight, index = torch.topk(logits.softmax(-1), top_k, -1)
    else:
        scores = logits.sigmoid()
        index = torch.topk(scores + bias, top_k, -1)[1]
        weight = scores.gather(1, index)
    if normalise:
        weight = weight / (weight.sum(-1, keepdim=True) + TINY)
    return index, weight * scale
