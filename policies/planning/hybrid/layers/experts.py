"""Each token through the experts that it chose: the plain twin.

Weights are not gathered: that would move an expert's matrices once for each token that asks it.

Legend: T tokens, K experts of each token, E experts, D width, I inner width of an expert.
"""

from __future__ import annotations

from typing import Literal

import torch
from torch import Tensor
from torch.nn import functional

Activation = Literal["relu2", "swiglu"]
# Below so many pairs of token and expert, sorting costs more than one product for each expert.
GROUPED_FROM = 64
# Of cards whose grouped product reads its offsets on the device.
GENERATIONS = ((9, 0), (10, 0))


def experts(
    x: Tensor,
    index: Tensor,
    weight: Tensor,
    up: Tensor,
    down: Tensor,
    gate: Tensor | None,
    activation: Activation,
) -> Tensor:
    """Sum what the chosen experts make of each token.

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
    few = index.numel() < GROUPED_FROM and x.device.type == "cpu"
    way = _one_by_one if few or not groupable(x, up) else _grouped
    if few and torch.compiler.is_compiling():
        way = _gathered
    return way(x, index, weight, (up, down, gate), activation).to(x.dtype)


Matrices = tuple[Tensor, Tensor, Tensor | None]


def groupable(x: Tensor, up: Tensor) -> bool:
    """Whether one call takes all experts: rows of 16 bytes, and on CUDA bfloat16.

    On cards of other generations it would wait for the device to learn how many rows each has.
    """
    sixteen = all(size * x.element_size() % 16 == 0 for size in up.shape[1:])
    if x.device.type != "cuda":
        return sixteen and x.dtype in (torch.bfloat16, torch.float32)
    generation = torch.cuda.get_device_capability(x.device)
    return sixteen and x.dtype == torch.bfloat16 and generation in GENERATIONS


def _one_by_one(
    x: Tensor, index: Tensor, weight: Tensor, matrices: Matrices, activation: Activation
) -> Tensor:
    """A product for each expert that is asked at all."""
    up, down, gate = matrices
    out = torch.zeros(x.shape, dtype=weight.dtype, device=x.device)
    if index.shape[0] == 1:
        for place, expert in enumerate(index[0].tolist()):
            inner = _inner(x, up[expert], None if gate is None else gate[expert], activation)
            out = out + functional.linear(inner, down[expert]) * weight[:, place, None]
        return out
    for expert in index.unique().tolist():
        tokens, place = (index == expert).nonzero(as_tuple=True)
        rows = x.index_select(0, tokens)
        inner = _inner(rows, up[expert], None if gate is None else gate[expert], activation)
        given = functional.linear(inner, down[expert]) * weight[tokens, place, None]
        out = out.index_add(0, tokens, given.to(out.dtype))
    return out


def _gathered(
    x: Tensor, index: Tensor, weight: Tensor, matrices: Matrices, activation: Activation
) -> Tensor:
    """A copy of the chosen matrices and one product: in a compiled step no choice can be seen.

    Only small models are compiled on a processor, whose cache holds the copy.
    """
    up, down, gate = matrices
    chosen, each = index.flatten(), index.shape[1]
    rows = x[:, None].expand(-1, each, -1).reshape(len(chosen), -1, 1)
    gated = None if gate is None else gate.index_select(0, chosen) @ rows
    inner = activate(up.index_select(0, chosen) @ rows, gated, activation)
    given = (down.index_select(0, chosen) @ inner).view(*index.shape, -1)  # (T, K, D)
    return (given * weight[..., None]).sum(1)


def _inner(x: Tensor, up: Tensor, gate: Tensor | None, activation: Activation) -> Tensor:
    return activate(
        functional.linear(x, up), None if gate is None else functional.linear(x, gate), activation
    )


def _grouped(
    x: Tensor, index: Tensor, weight: Tensor, matrices: Matrices, activation: Activation
) -> Tensor:
    """Sort tokens by expert, then one product over all; no number leaves the device."""
    up, down, gate = matrices
    chosen = index.flatten()
    order = chosen.argsort(stable=True)
    # `bincount` would wait for the device to learn how many numbers it gives.
    counts = torch.zeros(up.shape[0], dtype=torch.int32, device=x.device)
    counts = counts.index_add(0, chosen, torch.ones_like(chosen, dtype=torch.int32))
    ends = counts.cumsum(0, dtype=torch.int32)
    rows = x.index_select(0, order // index.shape[1])
    gated = None if gate is None else _product(rows, gate, ends)
    given = _product(activate(_product(rows, up, ends), gated, activation), down, ends)
    back = torch.empty_like(order).scatter_(0, order, torch.arange(len(order), device=x.device))
    ordered: Tensor = given.index_select(0, back).unflatten(0, index.shape)  # (T, K, D)
    return (ordered * weight[..., None]).sum(1)


def _product(rows: Tensor, matrices: Tensor, ends: Tensor) -> Tensor:
    return functional.grouped_mm(rows, matrices.transpose(1, 2), offs=ends)


def activate(up: Tensor, gate: Tensor | None, activation: Activation) -> Tensor:
    """What stands between an expert's matrices.

    Args:
        up: Shape (..., I).
        gate: Shape (..., I), with `swiglu`.
        activation: Which.
    """
    if activation == "relu2":
        return up.relu().square()
    assert gate is not None, "a gate stands before every SwiGLU"
    return functional.silu(gate) * up
