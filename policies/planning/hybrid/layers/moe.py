"""A mixture of experts: each token asks a few, and one that every token asks may stand beside.

Legend: T tokens, D width.
"""

from __future__ import annotations

import torch
from torch import Tensor, nn

from policies.planning.hybrid.batch import Batch
from policies.planning.hybrid.config import HybridConfig
from policies.planning.hybrid.kernels import choose
from policies.planning.hybrid.layers.mlp import Mlp
from policies.planning.hybrid.layers.router import Router
from policies.planning.hybrid.layers.state import LayerState


class Experts(nn.Module):
    """The matrices of all experts, one tensor for each use.

    Args:
        config: Sizes.
        dtype: Of the weights.
        device: Of the weights.
    """

    def __init__(
        self, config: HybridConfig, *, dtype: torch.dtype, device: torch.device | None
    ) -> None:
        super().__init__()
        assert config.moe is not None, "checked with the pattern"
        many, inner, width = config.moe.experts, config.moe.width, config.hidden_size
        into = torch.empty(many, inner, width, dtype=dtype, device=device)
        self.up_proj = nn.Parameter(into)
        self.down_proj = nn.Parameter(torch.empty(many, width, inner, dtype=dtype, device=device))
        gated = config.moe.activation == "swiglu"
        self.gate_proj = nn.Parameter(torch.empty_like(into)) if gated else None


class MoeMixer(nn.Module):
    """An `E` block's mixer; it keeps nothing between steps.

    Args:
        config: Sizes.
        dtype: Of the weights; the router's are float32.
        device: Of the weights.
    """

    def __init__(
        self, config: HybridConfig, *, dtype: torch.dtype, device: torch.device | None
    ) -> None:
        super().__init__()
        assert config.moe is not None, "checked with the pattern"
        self.activation = config.moe.activation
        self.gate = Router(config.hidden_size, config.moe, device=device)
        self.experts = Experts(config, dtype=dtype, device=device)
        shared = config.moe.shared_width
        self.shared_experts = (
            Mlp(config.hidden_size, shared, dtype=dtype, device=device) if shared else None
        )

    def forward(self, x: Tensor, batch: Batch, state: LayerState | None) -> Tensor:
        """Ask the chosen experts, shape (T, D) to the same."""
        index, weight = self.gate(x)
        held, run = self.experts, choose.experts(x.device)
        out = run(x, index, weight, held.up_proj, held.down_proj, held.gate_proj, self.activation)
        return out if self.shared_experts is None else out + self.shared_experts(x)
