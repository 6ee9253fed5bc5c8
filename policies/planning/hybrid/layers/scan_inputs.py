"""What Mamba-2's scan reads of each token.

Legend: T tokens, H heads, P head size, G groups, N state size.
"""

from __future__ import annotations

from dataclasses import dataclass

from torch import Tensor


@dataclass(frozen=True, slots=True, eq=False)
class ScanInputs:
    """`state = exp(dt a) state + dt x b`, `y = state c + d x`.

    Args:
        x: Shape (T, H, P).
        dt: Steps after softplus, shape (T, H).
        a: Negative rates, shape (H,).
        b: Shape (T, G, N).
        c: Shape (T, G, N).
        d: Skip, shape (H,).
    """

    x: Tensor
    dt: Tensor
    a: Tensor
    b: Tensor
    c: Tensor
    d: Tensor
