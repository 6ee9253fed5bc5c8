"""Muon: the momentum of a matrix is made orthogonal before it is applied.

Source: Jordan et al., Muon (2024); Liu et al., Muon is Scalable for LLM Training (2025), for the
scale that makes its rate the same as AdamW's.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from typing import Any

import torch
from torch import Tensor

# Of the quintic iteration; they trade exactness for few steps.
_A, _B, _C = 3.4445, -4.7750, 2.0315
ITERATIONS = 5
MATCH_ADAM = 0.2


class Muon(torch.optim.Optimizer):
    """For parameters that are matrices, or stacks of matrices (experts).

    Args:
        parameters: Of two dimensions or more; the last two are the matrix.
        lr: Rate.
        momentum: Of the gradient, applied as Nesterov's.
        weight_decay: Decoupled, as in AdamW.
    """

    def __init__(
        self,
        parameters: Iterable[torch.nn.Parameter],
        *,
        lr: float,
        momentum: float = 0.95,
        weight_decay: float = 0.0,
    ) -> None:
        settings = {"lr": lr, "momentum": momentum, "weight_decay": weight_decay}
        super().__init__(parameters, settings)

    @torch.no_grad()
    def step(self, closure: Callable[[], Any] | None = None) -> None:  # type: ignore[override]
        """Apply one step; there is no closure."""
        for group in self.param_groups:
            for parameter in group["params"]:
                if parameter.grad is not None:
                    self._apply(parameter, group)

    def _apply(self, parameter: Tensor, group: dict[str, Any]) -> None:
        assert parameter.grad is not None, "those without are left out"
        state = self.state[parameter]
        if not state:
            state["momentum"] = torch.zeros_like(parameter)
        held: Tensor = state["momentum"]
        held.lerp_(parameter.grad, 1.0 - group["momentum"])
        ahead = parameter.grad.lerp(held, group["momentum"])
        # What is left of momentum would be made as large as any: a matrix without a gradient, that
        # of an expert that nobody asked, stays where it is.
        asked = (parameter.grad != 0).any(-1, keepdim=True).any(-2, keepdim=True)
        parameter.mul_(1.0 - group["lr"] * group["weight_decay"])
        scale = MATCH_ADAM * math.sqrt(max(parameter.shape[-2:]))
        parameter.add_(orthogonal(ahead) * asked, alpha=-group["lr"] * scale)


def orthogonal(matrix: Tensor) -> Tensor:
    """Make all singular values about one, by Newton's and Schulz's iteration.

    Args:
        matrix: Shape (..., rows, columns).

    Returns:
        The same shape.
    """
    tall = matrix.shape[-2] > matrix.shape[-1]
    x: Tensor = matrix.mT if tall else matrix
    x = x / (x.norm(dim=(-2, -1), keepdim=True) + 1e-7)
    for _ in range(ITERATIONS):
        square = x @ x.mT
        x = _A * x + (_B * square + _C * square @ square) @ x
    return x.mT if tall else x
