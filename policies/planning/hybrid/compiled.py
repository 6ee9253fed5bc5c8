"""One step of decoding as one compiled program, for a small model on a processor.

Why: what a small model computes for one token takes less time than calling its operations one by
one. A large model gains nothing, and its experts would be copied.

Legend: S sequences, V vocabulary, G pages that the longest of them fills.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import torch
from torch import Tensor

from policies.planning.hybrid.batch import Batch
from policies.planning.hybrid.layers.state import LayerState, StatePool
from policies.planning.hybrid.model import HybridModel

Step = Callable[[Batch, StatePool], Tensor]
_LEAST = 2  # a compiler takes a width of one for a width that never changes


@dataclass(frozen=True, slots=True, eq=False)
class _Narrow:
    """A pool whose table is as wide as what is read now."""

    pool: StatePool
    table: Tensor

    def layer(self, index: int) -> LayerState:
        state = self.pool.layer(index)
        return state if state.kv is None else LayerState(kv=state.kv, page_table=self.table)


def compiled_step(model: HybridModel) -> Step:
    """Compile `logits(hidden(batch, pool))` for batches that add one token to each sequence.

    Each number of sequences is compiled once, when it comes first; so is each pool. How many pages
    are read is a number that the program is given. A C++ compiler must be at hand.

    Args:
        model: In evaluation; on a processor.

    Returns:
        Called with a batch and a pool, it gives logits, shape (S, V), and moves states on.
    """

    @torch.compile(fullgraph=True, dynamic=False)
    def step(given: tuple[Tensor, ...], pool: StatePool, table: Tensor) -> Tensor:
        tokens, starts, slots, context = given
        ones = (1,) * tokens.shape[0]
        batch = Batch(tokens, starts, ones, slots, context, ones)
        return model.logits(model.hidden(batch, _Narrow(pool, table)))

    kinds = model.config.kinds
    attends = kinds.index("attention") if "attention" in kinds else None

    def run(batch: Batch, pool: StatePool) -> Tensor:
        assert batch.is_decode, "only steps of decoding are compiled"
        given = batch.tokens, batch.starts, batch.slots, batch.context
        with torch.no_grad():
            held = LayerState() if attends is None else pool.layer(attends)
            made: Tensor = step(given, pool, _table(batch, held))
        return made

    return run


def _table(batch: Batch, held: LayerState) -> Tensor:
    """Pages that are read, shape (slots, G)."""
    if held.kv is None or held.page_table is None:
        return batch.slots
    many = max(batch.context_lengths) // held.kv.shape[2] + 1
    table = held.page_table[:, : max(many, _LEAST)].contiguous()
    if table.shape[1] >= _LEAST:
        torch._dynamo.mark_dynamic(table, 1)
    return table
