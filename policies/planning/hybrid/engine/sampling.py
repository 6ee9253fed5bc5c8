"""One token from scores.

Legend: V vocabulary.
"""

from __future__ import annotations

import torch
from torch import Tensor

from policies.planning.hybrid.engine.request import Sampling


def sample(scores: Tensor, how: Sampling, generator: torch.Generator) -> int:
    """Draw a token.

    Args:
        scores: Shape (V,), float32; minus infinity is never drawn.
        how: Temperature and what is cut off.
        generator: Of this request, so that others change nothing.
    """
    if how.temperature <= 0.0:
        return int(scores.argmax())
    chances = _cut(torch.softmax(scores / how.temperature, -1), how)
    # The exponential race draws as chances say, and its noise does not depend on what is cut.
    noise = torch.empty_like(chances).exponential_(generator=generator)
    return int((chances / noise).argmax())


def _cut(chances: Tensor, how: Sampling) -> Tensor:
    """Without what is unlikely, shape (V,); not scaled anew, as a race needs no sum."""
    if how.top_k > 0:
        least = chances.topk(min(how.top_k, len(chances))).values[-1]
        chances = torch.where(chances >= least, chances, 0.0)
    if how.min_p > 0.0:
        chances = torch.where(chances >= how.min_p * chances.max(), chances, 0.0)
    if how.top_p < 1.0:
        ordered, places = chances.sort(descending=True, stable=True)
        before = ordered.cumsum(0) - ordered
        kept = (before < how.top_p * ordered.sum()) | (torch.arange(len(chances)) == 0)
        chances = torch.zeros_like(chances).index_copy(0, places, ordered * kept)
    return chances
