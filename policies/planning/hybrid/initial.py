"""Weights to begin training from.

Source: Gu and Dao, Mamba-2's reference settings (2024): rates of decay uniform in [1, 16], steps
log-uniform in [1e-3, 1e-1]; GPT-2 (2019): what is added to the residual is scaled by depth.
"""

from __future__ import annotations

import math

import torch
from torch import Tensor

from policies.planning.hybrid.model import HybridModel

SPREAD = 0.02
RATES = (1.0, 16.0)
STEPS = (1e-3, 1e-1)
_INTO_RESIDUAL = ("out_proj.weight", "o_proj.weight", "down_proj.weight", "experts.down_proj")


@torch.no_grad()
def initialise(model: HybridModel, seed: int, *, spread: float = SPREAD) -> None:
    """Draw every weight anew; equal seeds give equal weights on one kind of device.

    Args:
        model: Filled in place.
        seed: Of the draw.
        spread: Standard deviation of matrices.
    """
    device = next(model.parameters()).device
    generator = torch.Generator(device).manual_seed(seed)
    deep = 1.0 / math.sqrt(len(model.config.pattern))
    for name, parameter in model.named_parameters():
        if name.endswith(("A_log", "dt_bias")):
            parameter.copy_(_per_head(name, parameter, generator))
        elif "norm" in name or name.endswith(".D"):
            parameter.fill_(1.0)
        elif name.endswith("conv1d.bias"):
            parameter.zero_()
        elif name.endswith("conv1d.weight"):
            bound = parameter.shape[-1] ** -0.5
            parameter.uniform_(-bound, bound, generator=generator)
        else:
            parameter.normal_(0.0, spread, generator=generator)
            if name.endswith(_INTO_RESIDUAL):
                parameter.mul_(deep)


def _per_head(name: str, parameter: Tensor, generator: torch.Generator) -> Tensor:
    """Logarithms of rates, or what softplus makes a step of, shape (H,)."""
    drawn = torch.rand(parameter.shape, generator=generator, device=parameter.device)
    if name.endswith("A_log"):
        return (RATES[0] + drawn * (RATES[1] - RATES[0])).log()
    low, high = (math.log(step) for step in STEPS)
    steps = (low + drawn * (high - low)).exp()
    return steps + torch.log(-torch.expm1(-steps))
