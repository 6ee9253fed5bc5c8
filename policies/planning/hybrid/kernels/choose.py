"""Which of two twins runs: by the device of the tensors."""

from __future__ import annotations

from collections.abc import Callable

import torch
from torch import Tensor

from policies.planning.hybrid.layers import decode_attention as _attention
from policies.planning.hybrid.layers import experts as _experts
from policies.planning.hybrid.layers import mamba_step as _step
from policies.planning.hybrid.layers import ssd as _ssd


def ssd(device: torch.device) -> Callable[..., tuple[Tensor, Tensor]]:
    """The scan of prefill; called as `layers.ssd.ssd`."""
    return _ssd.ssd


def state_update(device: torch.device) -> Callable[..., Tensor]:
    """One token through Mamba-2; called as `layers.mamba_step.mamba_step`."""
    return _step.mamba_step


def experts(device: torch.device) -> Callable[..., Tensor]:
    """Chosen experts; called as `layers.experts.experts`."""
    return _experts.experts


def decode_attention(device: torch.device) -> Callable[..., Tensor]:
    """One query for each sequence; called as `layers.decode_attention.decode_attention`."""
    return _attention.decode_attention
