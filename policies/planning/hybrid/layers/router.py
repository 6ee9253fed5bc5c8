"""Which experts a token asks, and how much each of them counts.

Legend: T tokens, D width, E experts, K asked by each token.

Source: Wang et al., Auxiliary-Loss-Free Load Balancing (2024); DeepSeek-V3 (2024), section 2.1.2.
"""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional

from policies.planning.hybrid.config import MoeConfig
from policies.planning.hybrid.kernels import choose


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
        choose_experts = choose.route(x.device)
        index, weight = choose_experts(
            logits,
            self.e_score_correction_bias if self.config.router == "sigmoid" else None,
            top_k=self.config.top_k,
            scale=self.config.scale,
            normalise=self.config.normalise,
        )
        return index, weight
