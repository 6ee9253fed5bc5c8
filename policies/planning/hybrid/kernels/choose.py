"""Which of two twins runs: on a card the kernel, elsewhere, and where it is asked, the plain one.

Triton is imported where a kernel runs first: it costs seconds, and a processor has no use for it.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import cache
from importlib.util import find_spec

import torch
from torch import Tensor

from physai_sim.core.errors import UnknownNameError
from policies.planning.hybrid.layers import decode_attention as _attention
from policies.planning.hybrid.layers import experts as _experts
from policies.planning.hybrid.layers import mamba_step as _step
from policies.planning.hybrid.layers import route as _route
from policies.planning.hybrid.layers import ssd as _ssd

# `plain` takes the plain twins on a card too, `triton` the kernels also where Triton interprets.
VARIABLE, AUTO = "PHYSAI_KERNELS", "auto"
WAYS = (AUTO, "plain", "triton")


def ssd(device: torch.device) -> Callable[..., tuple[Tensor, Tensor]]:
    """The scan of prefill; called as `layers.ssd.ssd`."""
    if not on_kernels(device):
        return _ssd.ssd
    from policies.planning.hybrid.kernels.ssd_prefill import ssd as fast

    return fast


def state_update(device: torch.device) -> Callable[..., Tensor]:
    """One token through Mamba-2; called as `layers.mamba_step.mamba_step`."""
    if not on_kernels(device):
        return _step.mamba_step
    from policies.planning.hybrid.kernels.state_update import mamba_step as fast

    return fast


def experts(device: torch.device) -> Callable[..., Tensor]:
    """Chosen experts; called as `layers.experts.experts`."""
    if not on_kernels(device):
        return _experts.experts
    from policies.planning.hybrid.kernels.moe_decode import experts as fast

    return fast


def route(device: torch.device) -> Callable[..., tuple[Tensor, Tensor]]:
    """The choice of experts; called as `layers.route.route`."""
    if not on_kernels(device):
        return _route.route
    from policies.planning.hybrid.kernels.route import route as fast

    return fast


def decode_attention(device: torch.device) -> Callable[..., Tensor]:
    """One query for each sequence; called as `layers.decode_attention.decode_attention`."""
    if not on_kernels(device):
        return _attention.decode_attention
    from policies.planning.hybrid.kernels.split_kv import decode_attention as fast

    return fast


def on_kernels(device: torch.device) -> bool:
    """Whether kernels run: they give no gradients, so who learns takes the plain twins."""
    wanted = os.environ.get(VARIABLE, AUTO)
    if wanted not in WAYS:
        raise UnknownNameError("unknown way", where=f"${VARIABLE}", got=wanted, known=WAYS)
    if torch.is_grad_enabled() or wanted == "plain":
        return False
    return wanted == "triton" or (device.type == "cuda" and _has_triton())


@cache
def _has_triton() -> bool:
    return find_spec("triton") is not None
