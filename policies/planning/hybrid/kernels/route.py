"""Which experts a token asks, in one launch: scores, choice, weights.

Legend: T tokens, E experts, K asked by each token.
"""

from __future__ import annotations

import torch
import triton
import triton.language as tl
from torch import Tensor

from policies.planning.hybrid.layers.route import TINY


@triton.jit
def _choose(
    logits: tl.tensor,
    bias: tl.tensor,
    index: tl.tensor,
    weight: tl.tensor,
    scale: tl.tensor,
    experts: tl.constexpr,
    top_k: tl.constexpr,
    sigmoid: tl.constexpr,
    normalise: tl.constexpr,
    tiny: tl.constexpr,
    columns: tl.constexpr,
    places: tl.constexpr,
) -> None:
    token = tl.program_id(0).to(tl.int64)
    column = tl.arange(0, columns)
    inside = column < experts
    logit = tl.load(logits + token * experts + column, mask=inside, other=float("-inf"))
    if sigmoid:
        score = tl.sigmoid(logit)
        choice = score + tl.load(bias + column, mask=inside, other=0.0)
    else:
        score = tl.exp(logit - tl.max(logit, 0))
        score = score / tl.sum(score, 0)
        choice = score
    choice = tl.where(inside, choice, float("-inf"))
    place = tl.arange(0, places)
    chosen = tl.zeros((places,), tl.int32)
    given = tl.zeros((places,), tl.float32)
    for k in tl.static_range(top_k):
        # Where nothing is a number, any expert will do, but it must be one that there is.
        best = tl.minimum(tl.argmax(choice, 0), experts - 1)
        chosen = tl.where(place == k, best, chosen)
        given = tl.where(place == k, tl.sum(tl.where(column == best, score, 0.0), 0), given)
        choice = tl.where(column == best, float("-inf"), choice)
    if normalise:
        given = given / (tl.sum(given, 0) + tiny)
    out = token * top_k + place
    tl.store(index + out, chosen.to(tl.int64), mask=place < top_k)
    tl.store(weight + out, given * scale, mask=place < top_k)


def route(
    logits: Tensor, bias: Tensor | None, *, top_k: int, scale: float, normalise: bool
) -> tuple[Tensor, Tensor]:
    """Choose experts; the twin of `layers.route.route`.

    Args:
        logits: Float32, shape (T, E).
        bias: Added to sigmoids to choose, shape (E,); None: a softmax chooses.
        top_k: K.
        scale: What the weights are multiplied with.
        normalise: Whether the weights sum to one before that.

    Returns:
        Chosen experts, best first, int64, and their weights, float32, shape (T, K) each.
    """
    tokens, experts = logits.shape
    index = logits.new_empty((tokens, top_k), dtype=torch.int64)
    weight = torch.empty_like(index, dtype=torch.float32)
    _choose[(tokens,)](
        logits.contiguous(), logits if bias is None else bias, index, weight, scale,
        experts=experts, top_k=top_k, sigmoid=bias is not None, normalise=normalise,
        tiny=TINY, columns=triton.next_power_of_2(experts), places=triton.next_power_of_2(top_k),
        num_warps=1,
    )  # fmt: skip
    return index, weight
