"""Which experts a token asks, and how much each of them counts.

Legend: T tokens, D width, E experts, K asked by each token.

Source: Wang et al., Auxiliary-Loss-Free Load Balancing (2024); DeepSeek-V3 (2024), section 2.1.2.
"""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional

from policies.planning.hybrid.config import MoeConfig


class Router(nn.Module):
    """A score for each expert, in float32.

    With `sigmoid`, a bias is added to choose, and left out of the weights: balance must not
    change what the chosen experts say.

    Args:
        width: D.
        config: How many, how many of them, and how.
        device: Of the weights.
    """

    e_score_correction_bias: Tensor

    def __init__(self, width: int, config: MoeConfig, *, device: torch.device | None) -> None:
        super().__init__()
        self.config = config
        full = torch.float32  # in any model: rounding of scores would change choices
        self.weight = nn.Parameter(torch.empty(config.experts, width, dtype=full, device=device))
        if config.router == "sigmoid":
            bias = torch.zeros(config.experts, dtype=full, device=device)
            self.register_buffer("e_score_correction_bias", bias)

    def forward(self, x: Tensor) -> tuple[Tensor, Tensor]:
        """Choose.

        Args:
            x: Shape (T, D).

        Returns:
            Chosen experts, shape (T, K), and their weights, float32, shape (T, K).
        """
        logits = functional.linear(x.to(self.weight.dtype), self.weight)
        if self.config.router == "sigmoid":
            scores = logits.sigmoid()
            index = torch.topk(scores + self.e_score_correction_bias, self.config.top_k, -1)[1]
            weight = scores.gather(1, index)
        else:
            weight, index = torch.topk(logits.softmax(-1), self.config.top_k, -1)
        if self.config.normalise:
            weight = weight / weight.sum(-1, keepdim=True)
        return index, weight * self.config.scale
