"""What is learned: the next token of packed sequences, with experts kept in balance.

Legend: T tokens, V vocabulary, E experts.

Source: Wang et al., Auxiliary-Loss-Free Load Balancing (2024), algorithm 1.
"""

from __future__ import annotations

from collections.abc import Callable
from types import TracebackType

import torch
from torch import Tensor, nn
from torch.nn import functional

from policies.planning.hybrid.batch import Batch
from policies.planning.hybrid.layers.router import Router
from policies.planning.hybrid.model import HybridModel

_Hook = Callable[[nn.Module, object, tuple[Tensor, Tensor]], None]


def next_token_loss(logits: Tensor, batch: Batch, counted: Tensor | None = None) -> Tensor:
    """Mean cross entropy of each next token of the same sequence.

    Args:
        logits: Shape (T, V).
        batch: The tokens.
        counted: Which tokens are to be predicted, shape (T,), bool; None: all but the first of
            each sequence, which nothing comes before.

    Returns:
        One number; 0 where nothing is counted.
    """
    asked, target = targets(batch, counted)
    losses = functional.cross_entropy(logits[asked].float(), target, reduction="sum")
    return losses / max(len(target), 1)


def targets(batch: Batch, counted: Tensor | None = None) -> tuple[Tensor, Tensor]:
    """Rows of logits that are asked for a token, and those tokens, shape (N,) each.

    Args:
        batch: The tokens.
        counted: See `next_token_loss`.
    """
    tokens = batch.tokens
    wanted = torch.ones_like(tokens, dtype=torch.bool) if counted is None else counted.clone()
    wanted[batch.starts[:-1].long()] = False
    places = wanted.nonzero().squeeze(1)
    return places - 1, tokens[places]


class Balancer:
    """Counts which experts are asked, and moves the routers' biases towards equal loads.

    No loss is added: gradients stay those of the next token. It is a context; only what is routed
    within it counts.

    Args:
        model: Its sigmoid routers are watched.
        rate: What a bias moves in a step.
    """

    def __init__(self, model: HybridModel, *, rate: float) -> None:
        self.rate = rate
        self._routers = [
            module
            for module in model.modules()
            if isinstance(module, Router) and module.config.router == "sigmoid"
        ]
        self.loads = [torch.zeros_like(r.e_score_correction_bias) for r in self._routers]
        self._hooks: list[torch.utils.hooks.RemovableHandle] = []

    def __enter__(self) -> Balancer:
        self._hooks = [
            router.register_forward_hook(self._counting(place))
            for place, router in enumerate(self._routers)
        ]
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for hook in self._hooks:
            hook.remove()

    @torch.no_grad()
    def step(self) -> None:
        """Raise the biases of experts that were asked less than the mean, lower the others'."""
        for router, load in zip(self._routers, self.loads, strict=True):
            router.e_score_correction_bias.add_((load.mean() - load).sign(), alpha=self.rate)
            load.zero_()

    def imbalance(self) -> float:
        """The largest load over the mean, of the worst router since the last step; 1 is even."""
        worst = [float(load.max() / load.mean()) for load in self.loads if load.sum() > 0]
        return max(worst, default=1.0)

    def _counting(self, place: int) -> _Hook:
        def count(module: nn.Module, given: object, made: tuple[Tensor, Tensor]) -> None:
            index = made[0].flatten()
            ones = torch.ones_like(index, dtype=self.loads[place].dtype)
            self.loads[place].index_add_(0, index, ones)

        return count
