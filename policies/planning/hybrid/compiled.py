"""One step of decoding as one compiled program, for a small model on a processor.

Why: what a small model computes for one token takes less time than calling its operations one by
one. A large model gains nothing, and its experts would be copied.

Legend: S sequences, V vocabulary.
"""

from __future__ import annotations

from collections.abc import Callable

import torch
from torch import Tensor

from policies.planning.hybrid.batch import Batch
from policies.planning.hybrid.layers.state import StatePool
from policies.planning.hybrid.model import HybridModel

Step = Callable[[Batch, StatePool], Tensor]


def compiled_step(model: HybridModel) -> Step:
    """Compile `logits(hidden(batch, pool))` for batches that add one token to each sequence.

    Each number of sequences is compiled once, when it comes first; so is each pool. Attention
    reads all pages that a row of the pool's table has room for, so a table should not be wider
    than needed. A C++ compiler must be at hand.

    Args:
        model: In evaluation; on a processor.

    Returns:
        Called with a batch and a pool, it gives logits, shape (S, V), and moves states on.
    """

    @torch.compile(fullgraph=True, dynamic=False)
    def step(
        tokens: Tensor, starts: Tensor, slots: Tensor, context: Tensor, pool: StatePool
    ) -> Tensor:
        count = tokens.shape[0]
        batch = Batch(tokens, starts, (1,) * count, slots, context, (1,) * count)
        return model.logits(model.hidden(batch, pool))

    def run(batch: Batch, pool: StatePool) -> Tensor:
        assert batch.is_decode, "only steps of decoding are compiled"
        with torch.no_grad():
            made: Tensor = step(batch.tokens, batch.starts, batch.slots, batch.context, pool)
        return made

    return run
