"""One token for each sequence through Mamba-2, in place: the plain twin of the fused kernel.

Legend: S sequences, H heads, P head size, G groups, N state size, C channels, K taps,
I = H x P, J columns of the input projection: I gate, C convolved, H dt.
"""

from __future__ import annotations

import torch
from torch import Tensor
from torch.nn import functional

from policies.planning.hybrid.layers.mamba_weights import MambaWeights
from policies.planning.hybrid.layers.norms import gated_group_norm, wide
from policies.planning.hybrid.layers.padding import repeated
from policies.planning.hybrid.layers.rounding import stochastic_half
from policies.planning.hybrid.layers.rows import PoolRows


def mamba_step(
    projected: Tensor,
    weights: MambaWeights,
    conv: Tensor,
    ssm: Tensor,
    slots: Tensor,
    *,
    places: Tensor | None = None,
) -> Tensor:
    """Convolve, update the state, read it, gate and normalise.

    Args:
        projected: Shape (S, J).
        weights: Of this mixer.
        conv: Newest inputs, changed in place, shape (slots, C, K - 1).
        ssm: States, changed in place, shape (slots, H, P, N).
        slots: Rows of the two, shape (S,); -1 changes nothing, such rows come last.
        places: Tokens of each, the new one among them, shape (S,), by which float16 states are
            rounded up or down; None: to nearest.

    Returns:
        Shape (S, I), of the type of `projected`; of rows that fill a bucket, anything finite.
    """
    sizes, rows = weights.sizes, PoolRows(slots)
    inputs = projected if rows.all_real else repeated(projected, slots)
    gate, convolved, dt = inputs.split([sizes.inner, sizes.channels, sizes.heads], -1)
    flat = functional.silu(_convolved(convolved, weights, rows, conv)).to(projected.dtype)
    narrow = sizes.groups * sizes.state
    x, b, c = wide(flat).split([sizes.inner, narrow, narrow], -1)
    dt = functional.softplus(wide(dt) + wide(weights.dt_bias))  # (S, H)
    x = x.view(*dt.shape, -1)
    state = wide(rows.read(ssm))
    _update(state, x * dt[..., None], b, dt * -wide(weights.a_log).exp())
    rows.write(ssm, stochastic_half(state, places) if ssm.dtype == torch.half else state)
    y = _read(state, c, sizes.groups) + wide(weights.d)[:, None] * x
    normed = gated_group_norm(
        y.flatten(1).to(projected.dtype),
        gate,
        weights.norm_weight,
        groups=sizes.groups,
        eps=weights.norm_eps,
    )
    return normed.to(projected.dtype)


def _convolved(x: Tensor, weights: MambaWeights, rows: PoolRows, conv: Tensor) -> Tensor:
    """The newest output of the convolution, shape (S, C); the window moves on by one."""
    window = torch.cat([rows.read(conv), x[..., None].to(conv.dtype)], -1)  # (S, C, K)
    rows.write(conv, window[..., 1:])
    return (wide(window) * wide(weights.conv_weight)).sum(-1) + wide(weights.conv_bias)


def _update(state: Tensor, x: Tensor, b: Tensor, log_decay: Tensor) -> None:
    """Decay the state, (S, H, P, N), and add x (S, H, P) times b (S, G x N), in place."""
    state.mul_(log_decay.exp()[..., None, None])
    size = state.shape[-1]
    groups = b.shape[-1] // size
    by_group = state.unflatten(1, (groups, -1))  # (S, G, H/G, P, N)
    by_group.addcmul_(x.unflatten(1, (groups, -1))[..., None], b.view(len(b), groups, 1, 1, size))


def _read(state: Tensor, c: Tensor, groups: int) -> Tensor:
    """The state times c (S, G x N), shape (S, H, P)."""
    count, heads, _, size = state.shape
    rows = state.reshape(count, groups, -1, size)
    return (rows @ c.reshape(count, groups, size, 1)).view(count, heads, -1)
