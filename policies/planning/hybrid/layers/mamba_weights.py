"""The small weights of a Mamba-2 mixer.

Legend: C channels, K taps, H heads, I = H x P inner width.
"""

from __future__ import annotations

from dataclasses import dataclass

from torch import Tensor

from policies.planning.hybrid.config import MambaConfig


@dataclass(frozen=True, slots=True, eq=False)
class MambaWeights:
    """Everything between the two projections.

    Args:
        conv_weight: Oldest tap first, shape (C, K).
        conv_bias: Shape (C,).
        dt_bias: Added to dt before softplus, shape (H,).
        a_log: Logarithm of the rates of decay, shape (H,).
        d: Skip, shape (H,).
        norm_weight: Of the gated norm, shape (I,).
        norm_eps: Added to the mean square.
        sizes: Heads, groups and the rest.
    """

    conv_weight: Tensor
    conv_bias: Tensor
    dt_bias: Tensor
    a_log: Tensor
    d: Tensor
    norm_weight: Tensor
    norm_eps: float
    sizes: MambaConfig
