"""A Mamba-2 mixer: a scan where many tokens come, a step where one comes.

Legend: T tokens, S sequences, D width, H heads, P head size, G groups, N state size, C channels,
K taps, I = H x P.

Source: Dao and Gu, Transformers are SSMs (2024), section 7.
"""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional

from policies.planning.hybrid.batch import Batch
from policies.planning.hybrid.config import HybridConfig
from policies.planning.hybrid.kernels import choose
from policies.planning.hybrid.layers.conv import conv_prefill
from policies.planning.hybrid.layers.mamba_weights import MambaWeights
from policies.planning.hybrid.layers.norms import RmsNorm, gated_group_norm, wide
from policies.planning.hybrid.layers.rounding import stochastic_half
from policies.planning.hybrid.layers.scan_inputs import ScanInputs
from policies.planning.hybrid.layers.state import LayerState

# Tokens at once on a processor.
PIECE = 64


class Conv(nn.Module):
    """Weights of the causal convolution.

    Args:
        channels: C.
        taps: K.
        dtype: Of the weights.
        device: Of the weights.
    """

    def __init__(
        self, channels: int, taps: int, *, dtype: torch.dtype, device: torch.device | None
    ) -> None:
        super().__init__()
        self.weight = nn.Parameter(torch.empty(channels, 1, taps, dtype=dtype, device=device))
        self.bias = nn.Parameter(torch.empty(channels, dtype=dtype, device=device))


class MambaMixer(nn.Module):
    """An `M` block's mixer.

    Args:
        config: Sizes.
        dtype: Of the weights; those for each head are float32.
        device: Of the weights.
    """

    def __init__(
        self, config: HybridConfig, *, dtype: torch.dtype, device: torch.device | None
    ) -> None:
        super().__init__()
        assert config.mamba is not None, "checked with the pattern"
        self.sizes = sizes = config.mamba
        width = config.hidden_size
        self.in_proj = nn.Linear(width, sizes.projected, bias=False, dtype=dtype, device=device)
        self.conv1d = Conv(sizes.channels, sizes.conv_kernel, dtype=dtype, device=device)
        per_head = torch.empty(sizes.heads, dtype=torch.float32, device=device)
        self.dt_bias = nn.Parameter(per_head)
        self.A_log = nn.Parameter(torch.empty_like(per_head))
        self.D = nn.Parameter(torch.empty_like(per_head))
        self.norm = RmsNorm(sizes.inner, config.norm_eps, dtype=dtype, device=device)
        self.out_proj = nn.Linear(sizes.inner, width, bias=False, dtype=dtype, device=device)

    def weights(self) -> MambaWeights:
        """What stands between the two projections."""
        return MambaWeights(
            conv_weight=self.conv1d.weight.squeeze(1),
            conv_bias=self.conv1d.bias,
            dt_bias=self.dt_bias,
            a_log=self.A_log,
            d=self.D,
            norm_weight=self.norm.weight,
            norm_eps=self.norm.eps,
            sizes=self.sizes,
        )

    def forward(self, x: Tensor, batch: Batch, state: LayerState | None) -> Tensor:
        """Mix along each sequence, shape (T, D) to the same; the state moves on in place."""
        projected: Tensor = self.in_proj(x)
        if state is not None and batch.is_decode:
            assert state.conv is not None, "a pool has one for every Mamba-2 block"
            assert state.ssm is not None, "a pool has one for every Mamba-2 block"
            step = choose.state_update(x.device)
            held = state.conv, state.ssm
            places = batch.context + 1 if state.ssm.dtype == torch.half else None
            y = step(projected, self.weights(), *held, batch.slots, places=places)
        else:
            y = self._scan(projected, batch, state)
        out: Tensor = self.out_proj(y)
        return out

    def _scan(self, projected: Tensor, batch: Batch, state: LayerState | None) -> Tensor:
        """Convolve, scan, gate and normalise, shape (T, J) to (T, I); the state is kept."""
        window, carried = self._before(batch, state, projected)
        pieces = _pieces(projected, batch.lengths)
        if len(pieces) == 1:
            layout = batch.starts, batch.lengths
            out, window, carried = self._scanned(projected, layout, window, carried)
        else:
            out = projected.new_empty(len(projected), self.sizes.inner)
            for piece, room in zip(pieces, torch.split(out, PIECE), strict=True):
                layout = batch.starts, (len(piece),)
                y, window, carried = self._scanned(piece, layout, window, carried)
                room.copy_(y)
        if state is not None:
            _keep(batch, state, window, carried)
        return out

    def _scanned(
        self, projected: Tensor, layout: tuple[Tensor, tuple[int, ...]], *before: Tensor
    ) -> tuple[Tensor, Tensor, Tensor]:
        """One piece: its output (T, I), and what `_before` gives after it."""
        sizes, weights, (starts, lengths) = self.sizes, self.weights(), layout
        gate, convolved, dt = torch.split(
            projected, [sizes.inner, sizes.channels, sizes.heads], -1
        )
        flat, window = conv_prefill(
            convolved,
            weights.conv_weight,
            weights.conv_bias,
            starts=starts,
            lengths=lengths,
            initial=before[0],
        )
        y, after = choose.ssd(projected.device)(
            self._inputs(flat, dt),
            starts=starts,
            lengths=lengths,
            initial=before[1],
            chunk=sizes.chunk,
        )
        normed = gated_group_norm(
            y.flatten(1), gate, self.norm.weight, groups=sizes.groups, eps=self.norm.eps
        )
        return normed.to(projected.dtype), window, after

    def _inputs(self, flat: Tensor, dt: Tensor) -> ScanInputs:
        """What the scan reads, of the convolved channels, (T, C), and dt before softplus."""
        sizes = self.sizes
        narrow = sizes.groups * sizes.state
        inner, b, c = torch.split(flat, [sizes.inner, narrow, narrow], -1)
        return ScanInputs(
            x=inner.unflatten(-1, (sizes.heads, -1)),
            dt=functional.softplus(wide(dt) + wide(self.dt_bias)),
            a=-wide(self.A_log).exp(),
            b=b.unflatten(-1, (sizes.groups, -1)),
            c=c.unflatten(-1, (sizes.groups, -1)),
            d=self.D,
        )

    def _before(
        self, batch: Batch, state: LayerState | None, like: Tensor
    ) -> tuple[Tensor, Tensor]:
        """Inputs of the convolution and states before the step, (S, C, K - 1), (S, H, P, N)."""
        sizes, count = self.sizes, len(batch.lengths)
        if state is not None and any(batch.context_lengths):
            assert state.conv is not None, "a pool has one for every Mamba-2 block"
            assert state.ssm is not None, "a pool has one for every Mamba-2 block"
            rows = batch.slots.long()
            return state.conv.index_select(0, rows), wide(state.ssm.index_select(0, rows))
        window = like.new_zeros(count, sizes.channels, sizes.conv_kernel - 1)
        full = wide(like).dtype
        shape = (count, sizes.heads, sizes.head_dim, sizes.state)
        return window, torch.zeros(shape, dtype=full, device=like.device)


def _pieces(projected: Tensor, lengths: tuple[int, ...]) -> tuple[Tensor, ...]:
    """One sequence on a processor is cut so that what is made of a piece stays in cache."""
    if len(lengths) > 1 or projected.device.type != "cpu" or torch.is_grad_enabled():
        return (projected,)
    return torch.split(projected, PIECE)


def _keep(batch: Batch, state: LayerState, window: Tensor, after: Tensor) -> None:
    assert state.conv is not None, "a pool has one for every Mamba-2 block"
    assert state.ssm is not None, "a pool has one for every Mamba-2 block"
    rows = batch.slots.long()
    if state.ssm.dtype == torch.half:
        after = stochastic_half(after, batch.context + batch.starts.diff())
    state.conv.index_copy_(0, rows, window.to(state.conv.dtype))
    state.ssm.index_copy_(0, rows, after.to(state.ssm.dtype))
