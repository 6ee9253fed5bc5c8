"""Decode steps of a large model with random weights on a card, recorded once and played.

Legend: B sequences.
"""

from __future__ import annotations

from collections.abc import Callable

import torch

from policies.planning.hybrid.batch import Batch
from policies.planning.hybrid.config import HybridConfig
from policies.planning.hybrid.initial import initialise
from policies.planning.hybrid.layers.state import LayerState
from policies.planning.hybrid.model import HybridModel

PAGE = 64
CARD = torch.device("cuda")
SIXTEEN = torch.bfloat16
COPIED = 8 * 2**30


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


@torch.no_grad()
def recorded(step: Callable[[], object]) -> Callable[[], object]:
    """A step as a graph, played by a call."""
    aside, graph = torch.cuda.Stream(), torch.cuda.CUDAGraph()
    aside.wait_stream(torch.cuda.current_stream())
    with torch.cuda.stream(aside):  # what is compiled and chosen at a first call is so here
        step()
    torch.cuda.current_stream().wait_stream(aside)
    with torch.cuda.graph(graph):
        step()
    play: Callable[[], object] = graph.replay
    return play


class Pool:
    """States of B sequences at any context up to a largest one; each owns its pages in order.

    Args:
        config: Of the model.
        batch: B.
        most: Tokens that each sequence may hold.
    """

    def __init__(self, config: HybridConfig, batch: int, most: int) -> None:
        each = -(-most // PAGE)
        table = torch.arange(batch * each, dtype=torch.int32, device=CARD).view(batch, each)
        self._layers = [_held(config, kind, table) for kind in config.kinds]

    def layer(self, index: int) -> LayerState:
        """Views for the block of that index in the pattern."""
        return self._layers[index]


def _held(config: HybridConfig, kind: str, table: torch.Tensor) -> LayerState:
    batch = len(table)
    if kind == "mamba" and config.mamba is not None:
        b = config.mamba
        window = torch.zeros(batch, b.channels, b.conv_kernel - 1, dtype=SIXTEEN, device=CARD)
        states = torch.zeros(batch, b.heads, b.head_dim, b.state, device=CARD)
        return LayerState(conv=window, ssm=states)
    if kind == "attention" and config.attention is not None:
        a = config.attention
        kv = torch.empty(
            2, table.numel(), PAGE, a.kv_heads, a.head_dim, dtype=SIXTEEN, device=CARD
        )
        return LayerState(kv=kv.normal_(), page_table=table)
    return LayerState()


class Steps:
    """One decode step with the choice of the best token, as a recorded graph.

    Args:
        model: On the card.
        batch: B.
        most: Tokens that each sequence may hold.
    """

    def __init__(self, model: HybridModel, batch: int, most: int) -> None:
        self._model, self._pool = model, Pool(model.config, batch, most)
        rows = torch.arange(batch, dtype=torch.int32, device=CARD)
        self._context = torch.full_like(rows, most - 1)
        tokens = torch.randint(model.config.vocab_size, (batch,), device=CARD)
        starts = torch.arange(batch + 1, dtype=torch.int32, device=CARD)
        ones, before = (1,) * batch, (most - 1,) * batch
        self._batch = Batch(tokens, starts, ones, rows, self._context, before)
        self._play = recorded(self._step)

    @torch.no_grad()
    def _step(self) -> torch.Tensor:
        return self._model.logits(self._model.hidden(self._batch, self._pool)).argmax(-1)

    def seconds(self, context: int, times: int) -> float:
        """Mean time of a step when each sequence holds so many tokens [s]."""
        self._context.fill_(context - 1)  # the graph reads it anew
        return seconds_each(self._play, times)
