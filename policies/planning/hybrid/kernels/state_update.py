"""One token for each sequence through Mamba-2, in place, in two launches.

The first reads a tile of a head's state once and writes it once: convolution, softplus, update,
reading and skip. The second gates and normalises by group, and moves the convolution's window
on: heads of a group share its B and C, so the window must stand until all of them have read it.

Legend: S sequences, H heads, P head size, G groups, N state size, C channels, K taps,
I = H x P, J columns of the input projection: I gate, C convolved, H dt.
"""

from __future__ import annotations

import torch
import triton
import triton.language as tl
from torch import Tensor

from policies.planning.hybrid.kernels.step_math import convolved, rounded, softplus
from policies.planning.hybrid.layers.mamba_weights import MambaWeights

# Below so many heads in all, a head is cut finer, so that every processor has some.
FEW_HEADS = 512


@triton.jit
def _update(
    projected: tl.tensor,
    conv: tl.tensor,
    ssm: tl.tensor,
    slots: tl.tensor,
    conv_weight: tl.tensor,
    conv_bias: tl.tensor,
    dt_bias: tl.tensor,
    a_log: tl.tensor,
    skip: tl.tensor,
    places: tl.tensor,
    out: tl.tensor,
    heads: tl.constexpr,
    head: tl.constexpr,
    groups: tl.constexpr,
    size: tl.constexpr,
    taps: tl.constexpr,
    by_chance: tl.constexpr,
    rows: tl.constexpr,
    columns: tl.constexpr,
) -> None:
    sequence = tl.program_id(0).to(tl.int64)
    here = tl.program_id(1)
    inner: tl.constexpr = heads * head
    channels: tl.constexpr = inner + 2 * groups * size
    slot = tl.load(slots + sequence).to(tl.int64)
    live_rows = tl.where(slot >= 0, head, 0)
    live_state = tl.where(slot >= 0, size, 0)
    slot = tl.maximum(slot, 0)
    part = tl.program_id(2) * rows + tl.arange(0, rows)
    column = tl.arange(0, columns)
    in_head = part < live_rows
    in_state = column < live_state
    line = projected + sequence * (inner + channels + heads)
    row = line + inner
    window = conv + slot * channels * (taps - 1)
    first = inner + (here // (heads // groups)) * size + column
    x = convolved(row, window, conv_weight, conv_bias, here * head + part, in_head, taps)
    b = convolved(row, window, conv_weight, conv_bias, first, in_state, taps)
    first += groups * size
    c = convolved(row, window, conv_weight, conv_bias, first, in_state, taps)
    dt = tl.load(row + channels + here).to(tl.float32) + tl.load(dt_bias + here).to(tl.float32)
    dt = softplus(dt)
    decay = tl.exp(-dt * tl.exp(tl.load(a_log + here).to(tl.float32)))
    tile = (here * head + part)[:, None] * size + column[None, :]
    where = slot * inner * size + tile
    mask = in_head[:, None] & in_state[None, :]
    state = tl.load(ssm + where, mask=mask, other=0.0).to(tl.float32)
    state = state * decay + (x * dt)[:, None] * b[None, :]
    if by_chance:
        kept = rounded(state, tl.load(places + sequence), tile)
        tl.store(ssm + where, kept, mask=mask)
    else:
        tl.store(ssm + where, state.to(ssm.dtype.element_ty), mask=mask)
    y = tl.sum(state * c[None, :], 1) + tl.load(skip + here).to(tl.float32) * x
    y = tl.where(in_head, y, 0.0).to(out.dtype.element_ty)
    tl.store(out + sequence * inner + here * head + part, y, mask=part < head)


@triton.jit
def _finish(
    projected: tl.tensor,
    conv: tl.tensor,
    slots: tl.tensor,
    y: tl.tensor,
    weight: tl.tensor,
    eps: tl.tensor,
    heads: tl.constexpr,
    inner: tl.constexpr,
    groups: tl.constexpr,
    channels: tl.constexpr,
    taps: tl.constexpr,
    columns: tl.constexpr,
    moved: tl.constexpr,
) -> None:
    sequence = tl.program_id(0).to(tl.int64)
    group = tl.program_id(1)
    slot = tl.load(slots + sequence).to(tl.int64)
    width: tl.constexpr = inner // groups
    place = tl.arange(0, columns)
    inside = place < width
    place += group * width
    line = projected + sequence * (inner + channels + heads)
    gate = tl.load(line + place, mask=inside, other=0.0).to(tl.float32)
    value = tl.load(y + sequence * inner + place, mask=inside, other=0.0).to(tl.float32)
    value = value * gate * tl.sigmoid(gate)
    value = value / tl.sqrt(tl.sum(value * value, 0) / width + eps)
    value = value * tl.load(weight + place, mask=inside, other=0.0).to(tl.float32)
    value = tl.where(slot >= 0, value, 0.0).to(y.dtype.element_ty)
    tl.store(y + sequence * inner + place, value, mask=inside)
    share: tl.constexpr = channels // groups
    channel = tl.arange(0, moved)
    mask = channel < tl.where(slot >= 0, share, 0)
    channel += group * share
    window = conv + tl.maximum(slot, 0) * channels * (taps - 1) + channel * (taps - 1)
    for tap in tl.static_range(taps - 2):
        tl.store(window + tap, tl.load(window + tap + 1, mask=mask), mask=mask)
    newest = tl.load(line + inner + channel, mask=mask).to(conv.dtype.element_ty)
    tl.store(window + taps - 2, newest, mask=mask)


def mamba_step(
    projected: Tensor,
    weights: MambaWeights,
    conv: Tensor,
    ssm: Tensor,
    slots: Tensor,
    *,
    places: Tensor | None = None,
) -> Tensor:
    """Convolve, update the state, read it, gate and normalise; the twin of `layers.mamba_step`.

    Args:
        projected: Shape (S, J).
        weights: Of this mixer.
        conv: Newest inputs, changed in place, shape (slots, C, K - 1).
        ssm: States, changed in place, shape (slots, H, P, N).
        slots: Rows of the two, shape (S,); -1 changes nothing.
        places: Tokens of each, the new one among them, shape (S,), by which float16 states are
            rounded up or down; None: to nearest.

    Returns:
        Shape (S, I), of the type of `projected`; zeros where a slot is -1.
    """
    assert conv.is_contiguous(), "a layer's windows stand side by side"
    assert ssm.is_contiguous(), "a layer's states stand side by side"
    sizes, projected = weights.sizes, projected.contiguous()
    by_chance = places is not None and ssm.dtype == torch.half
    count, rows = len(projected), triton.next_power_of_2(sizes.head_dim)
    rows = min(rows, 16 if count * sizes.heads < FEW_HEADS else 32)
    y = projected.new_empty((count, sizes.inner))
    _update[(count, sizes.heads, triton.cdiv(sizes.head_dim, rows))](
        projected, conv, ssm, slots, weights.conv_weight, weights.conv_bias,
        weights.dt_bias, weights.a_log, weights.d, places if by_chance else slots, y,
        heads=sizes.heads, head=sizes.head_dim, groups=sizes.groups, size=sizes.state,
        taps=sizes.conv_kernel, by_chance=by_chance,
        rows=rows, columns=triton.next_power_of_2(sizes.state), num_warps=4,
    )  # fmt: skip
    _finish[(count, sizes.groups)](
        projected, conv, slots, y, weights.norm_weight, weights.norm_eps,
        heads=sizes.heads, inner=sizes.inner, groups=sizes.groups, channels=sizes.channels,
        taps=sizes.conv_kernel, columns=triton.next_power_of_2(sizes.inner // sizes.groups),
        moved=triton.next_power_of_2(sizes.channels // sizes.groups), num_warps=4,
    )  # fmt: skip
    return y
