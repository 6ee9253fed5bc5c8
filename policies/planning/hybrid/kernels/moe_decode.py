"""A few tokens through their experts: each matrix is read where it stands, row by row.

Gathering the matrices first would move them three times. Above a few pairs of token and expert
they are sorted and multiplied in groups, see `layers.experts`.

Legend: T tokens, K experts of each token, E experts, D width, I inner width of an expert.
"""

from __future__ import annotations

import torch
import triton
import triton.language as tl
from torch import Tensor

from policies.planning.hybrid.layers import experts as plain
from policies.planning.hybrid.layers.experts import Activation

# Up to here most pairs have an expert of their own, and nothing is read twice.
FEW_PAIRS = 64
ROWS, COLUMNS = 16, 512
GATED_ROWS = 8  # two matrices at once: as many registers


@triton.jit
def _into(
    x: tl.tensor,
    index: tl.tensor,
    up: tl.tensor,
    gate: tl.tensor,
    inner: tl.tensor,
    top_k: tl.constexpr,
    width: tl.constexpr,
    inner_width: tl.constexpr,
    gated: tl.constexpr,
    rows: tl.constexpr,
    columns: tl.constexpr,
) -> None:
    # Pairs come first, so that those with one expert read one block at one time.
    pair = tl.program_id(0).to(tl.int64)
    row = tl.program_id(1) * rows + tl.arange(0, rows)
    expert = tl.load(index + pair).to(tl.int64)
    line = (expert * inner_width + row)[:, None] * width
    raised = tl.zeros((rows, columns), tl.float32)
    gates = tl.zeros((rows, columns), tl.float32)
    for first in range(0, width, columns):
        column = first + tl.arange(0, columns)
        inside = column < width
        token = (pair // top_k) * width + column
        given = tl.load(x + token, mask=inside, other=0.0).to(tl.float32)[None, :]
        mask = (row < inner_width)[:, None] & inside[None, :]
        where = line + column[None, :]
        raised += tl.load(up + where, mask=mask, other=0.0).to(tl.float32) * given
        if gated:
            gates += tl.load(gate + where, mask=mask, other=0.0).to(tl.float32) * given
    value = tl.sum(raised, 1)
    if gated:
        opened = tl.sum(gates, 1)
        value = value * opened * tl.sigmoid(opened)
    else:
        value = tl.maximum(value, 0.0)
        value = value * value
    tl.store(inner + pair * inner_width + row, value, mask=row < inner_width)


@triton.jit
def _out_of(
    inner: tl.tensor,
    index: tl.tensor,
    weight: tl.tensor,
    down: tl.tensor,
    out: tl.tensor,
    width: tl.constexpr,
    inner_width: tl.constexpr,
    rows: tl.constexpr,
    columns: tl.constexpr,
) -> None:
    pair = tl.program_id(0).to(tl.int64)
    row = tl.program_id(1) * rows + tl.arange(0, rows)
    expert = tl.load(index + pair).to(tl.int64)
    line = (expert * width + row)[:, None] * inner_width
    total = tl.zeros((rows, columns), tl.float32)
    for first in range(0, inner_width, columns):
        column = first + tl.arange(0, columns)
        inside = column < inner_width
        given = tl.load(inner + pair * inner_width + column, mask=inside, other=0.0)[None, :]
        mask = (row < width)[:, None] & inside[None, :]
        line_part = tl.load(down + line + column[None, :], mask=mask, other=0.0)
        total += line_part.to(tl.float32) * given
    value = tl.sum(total, 1) * tl.load(weight + pair).to(tl.float32)
    tl.store(out + pair * width + row, value, mask=row < width)


def experts(
    x: Tensor,
    index: Tensor,
    weight: Tensor,
    up: Tensor,
    down: Tensor,
    gate: Tensor | None,
    activation: Activation,
) -> Tensor:
    """Sum what the chosen experts make of each token; the twin of `layers.experts.experts`.

    Args:
        x: Shape (T, D).
        index: Chosen experts, shape (T, K).
        weight: Of each of them, float32, shape (T, K).
        up: Shape (E, I, D).
        down: Shape (E, D, I).
        gate: Shape (E, I, D); None for `relu2`.
        activation: What stands between `up` and `down`.

    Returns:
        Shape (T, D), of x's type.
    """
    # Where a card has no grouped product, to look at the choice would wait for it.
    grouped = index.numel() > FEW_PAIRS and plain.groupable(x, up)
    if grouped or x.dtype == torch.float64:
        return plain.experts(x, index, weight, up, down, gate, activation)
    assert up.is_contiguous(), "an expert's rows stand side by side"
    assert down.is_contiguous(), "an expert's rows stand side by side"
    return _by_rows(x.contiguous(), index.contiguous(), weight.contiguous(), (up, down, gate))


def _by_rows(
    x: Tensor, index: Tensor, weight: Tensor, matrices: tuple[Tensor, Tensor, Tensor | None]
) -> Tensor:
    (up, down, gate), (tokens, top_k) = matrices, index.shape
    width, inner_width = x.shape[1], up.shape[1]
    inner = x.new_empty((tokens * top_k, inner_width), dtype=torch.float32)
    given = x.new_empty((tokens, top_k, width), dtype=torch.float32)
    rows = ROWS if gate is None else GATED_ROWS
    _into[(tokens * top_k, triton.cdiv(inner_width, rows))](
        x, index, up, up if gate is None else gate, inner,
        top_k=top_k, width=width, inner_width=inner_width, gated=gate is not None,
        rows=rows, columns=min(COLUMNS, triton.next_power_of_2(width)), num_warps=4,
    )  # fmt: skip
    _out_of[(tokens * top_k, triton.cdiv(width, ROWS))](
        inner, index, weight, down, given,
        width=width, inner_width=inner_width,
        rows=ROWS, columns=min(COLUMNS, triton.next_power_of_2(inner_width)), num_warps=4,
    )  # fmt: skip
    return given.sum(1).to(x.dtype)
