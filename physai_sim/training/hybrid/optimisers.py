"""Which optimiser moves which weight."""

from __future__ import annotations

from typing import Literal

import torch
from torch.nn import Parameter

from physai_sim.training.hybrid.muon import Muon
from policies.planning.hybrid.model import HybridModel

Kind = Literal["adamw", "muon"]

BETAS = (0.9, 0.95)
WEIGHT_DECAY = 0.01
# Embedding and head are tables of rows, no maps: their rows move by AdamW in any case.
_TABLES = ("embeddings.weight", "lm_head.weight")


def optimisers(model: HybridModel, kind: Kind, *, lr: float) -> list[torch.optim.Optimizer]:
    """Make them; matrices may move by Muon, and everything else moves by AdamW.

    Norms, biases and the numbers of each Mamba-2 head do not decay: zero is nothing for them to
    go to.

    Args:
        model: Its parameters.
        kind: What moves the matrices.
        lr: Rate, the same for both.
    """
    matrices, tables, others = _sorted(model)
    decayed = tables if kind == "muon" else [*matrices, *tables]
    groups = [
        {"params": decayed, "weight_decay": WEIGHT_DECAY},
        {"params": others, "weight_decay": 0.0},
    ]
    adam = torch.optim.AdamW(groups, lr=lr, betas=BETAS)
    if kind == "adamw" or not matrices:
        return [adam]
    return [adam, Muon(matrices, lr=lr, weight_decay=WEIGHT_DECAY)]


def set_rate(made: list[torch.optim.Optimizer], rate: float) -> None:
    """Set the rate of all."""
    for optimiser in made:
        for group in optimiser.param_groups:
            group["lr"] = rate


def _sorted(model: HybridModel) -> tuple[list[Parameter], list[Parameter], list[Parameter]]:
    """Matrices, tables, and the rest."""
    matrices, tables, others = list[Parameter](), list[Parameter](), list[Parameter]()
    for name, parameter in model.named_parameters():
        if name in _TABLES:
            tables.append(parameter)
        elif parameter.dim() >= 2 and "conv1d" not in name:
            matrices.append(parameter)
        else:
            others.append(parameter)
    return matrices, tables, others
