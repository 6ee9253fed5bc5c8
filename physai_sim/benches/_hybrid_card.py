"""Decode steps of a large model with random weights on a card, as the engine takes them.

Legend: B sequences.
"""

from __future__ import annotations

from collections.abc import Callable

import torch

from policies.planning.hybrid.config import HybridConfig
from policies.planning.hybrid.engine.request import Request, Sampling
from policies.planning.hybrid.engine.sequence import Sequence
from policies.planning.hybrid.engine.stepping import Stepper
from policies.planning.hybrid.initial import initialise
from policies.planning.hybrid.model import HybridModel
from policies.planning.hybrid.state.pools import StatePool
from policies.planning.hybrid.state.sizes import PoolSizes

PAGE = 64
CARD = torch.device("cuda")
SIXTEEN = torch.bfloat16
COPIED = 8 * 2**30
_ASKED = Request((1,), 1, Sampling(), frozenset())


def seconds_each(step: Callable[[], object], times: int, *, warm: int = 3) -> float:
    """Mean time of one call on the card [s]."""
    for _ in range(warm):
        step()
    begin, end = (torch.cuda.Event(enable_timing=True) for _ in range(2))
    begin.record()
    for _ in range(times):
        step()
    end.record()
    end.synchronize()
    return float(begin.elapsed_time(end)) / 1e3 / times


def bandwidth() -> float:
    """Bytes a second that a copy reads and writes on this card."""
    source = torch.empty(COPIED, dtype=torch.uint8, device=CARD)
    target = torch.empty_like(source)
    return 2 * COPIED / seconds_each(lambda: target.copy_(source), 10)


def large_model(config: HybridConfig) -> HybridModel:
    """With random weights, in bfloat16, on the card."""
    model = HybridModel(config, dtype=SIXTEEN, device=CARD)
    initialise(model, 0)
    return model.eval()


class Steps:
    """The engine's own step of decoding, from lists of tokens to lists of tokens.

    Args:
        model: On the card.
        batch: B.
        most: Tokens that each sequence may hold.
    """

    def __init__(self, model: HybridModel, batch: int, most: int) -> None:
        each = -(-most // PAGE)
        sizes = PoolSizes(batch, batch * each, page_size=PAGE, max_pages=each)
        pool = StatePool(model.config, sizes, dtype=SIXTEEN, device=CARD)
        for kv in pool.kv:
            kv.normal_()
        self._group = [Sequence(_ASKED, sizes.room) for _ in range(batch)]
        for sequence in self._group:
            sequence.slot = pool.alloc()
            pool.reserve(sequence.slot, most)
        self._stepper = Stepper(model, pool)

    def seconds(self, context: int, times: int) -> float:
        """Mean time of a step when each sequence holds so many tokens [s]."""
        for sequence in self._group:
            sequence.taken = context - 1
        pieces, masks = [[1]] * len(self._group), [None] * len(self._group)
        return seconds_each(lambda: self._stepper.step(self._group, pieces, masks), times)
