"""An MLP as the mixer of a block."""

from __future__ import annotations

import torch
from torch import Tensor

from policies.planning.hybrid.batch import Batch
from policies.planning.hybrid.config import HybridConfig
from policies.planning.hybrid.layers.mlp import Mlp
from policies.planning.hybrid.layers.state import LayerState


class MlpMixer(Mlp):
    """A `-` block's mixer; it keeps nothing between steps.

    Args:
        config: Sizes.
        dtype: Of the weights.
        device: Of the weights.
    """

    def __init__(
        self, config: HybridConfig, *, dtype: torch.dtype, device: torch.device | None
    ) -> None:
        assert config.mlp_width is not None, "checked with the pattern"
        super().__init__(config.hidden_size, config.mlp_width, dtype=dtype, device=device)

    def forward(  # type: ignore[override]  # as every mixer of a block is called
        self, x: Tensor, batch: Batch, state: LayerState | None
    ) -> Tensor:
        """Map each token by itself, shape (T, D) to the same."""
        return super().forward(x)
