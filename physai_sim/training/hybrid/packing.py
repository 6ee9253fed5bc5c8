"""Examples behind one another: a step has no padding.

Legend: T tokens.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import torch
from torch import Tensor

from physai_sim.core.errors import ConfigError
from physai_sim.training.hybrid.tasks import Example
from policies.planning.hybrid.batch import Batch, packed


@dataclass(frozen=True, slots=True, eq=False)
class Packed:
    """One step.

    Args:
        batch: All sequences.
        counted: Which tokens are to be predicted, shape (T,), bool.
    """

    batch: Batch
    counted: Tensor


def pack(examples: Sequence[Example], device: torch.device | str = "cpu") -> Packed:
    """Put examples behind one another; the model keeps them apart.

    Raises:
        ConfigError: If there are none.
    """
    if not examples:
        raise ConfigError("nothing to pack", where="examples", got=0, expected="at least one")
    counted = [mark for example in examples for mark in example.counted]
    return Packed(
        packed([example.tokens for example in examples], device=device),
        torch.tensor(counted, dtype=torch.bool, device=device),
    )


def in_budget(examples: Sequence[Example], tokens: int) -> list[Example]:
    """The first examples that fit a step of so many tokens; at least one.

    Why: the cost of a step follows its tokens, not its sequences.
    """
    taken, total = list[Example](), 0
    for example in examples:
        total += len(example.tokens)
        if taken and total > tokens:
            break
        taken.append(example)
    return taken
