"""What a mixer keeps between steps.

Legend: C channels, K taps, H heads, P head size, N state size.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from torch import Tensor


@dataclass(frozen=True, slots=True, eq=False)
class LayerState:
    """Views of a pool for one block; mixers read and write them in place.

    A slot that was just given out holds zeros in `conv` and `ssm`, and its row of `page_table`
    names a page for every token that the step will write.

    Args:
        conv: Newest inputs of the convolution, shape (slots, C, K - 1).
        ssm: States, shape (slots, H, P, N), float32, or float16 that is rounded by chance.
        kv: Keys and values, shape (2, pages, page_size, kv_heads, head_dim).
        page_table: Pages of each slot, in order, shape (slots, max_pages), int32.
    """

    conv: Tensor | None = None
    ssm: Tensor | None = None
    kv: Tensor | None = None
    page_table: Tensor | None = None


class StatePool(Protocol):
    """States of many sequences."""

    def layer(self, index: int) -> LayerState:
        """Views for the block of that index in the pattern."""
