"""An episode that can be played again: its world, its seed, its draw and what was commanded.

Legend: N actions, A action size.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from physai_sim.core.config import WorldConfig
from physai_sim.core.geometry import Array
from physai_sim.core.types import Draw


@dataclass(frozen=True, slots=True, eq=False)
class SourceEpisode:
    """What makes an episode again, to the bit.

    Args:
        name: Where it comes from, as a person would say it.
        config: Its world.
        seed: Its seed.
        draw: What it drew.
        actions: What was commanded at each control stamp, shape (N, A).
        exact: Whether the actions are those of the recording to the bit (a bag has them, a plain
            dataset rounds them to float32).
        success: Whether the task was done at its end.
    """

    name: str
    config: WorldConfig
    seed: int
    draw: Draw
    actions: Array
    exact: bool = True
    success: bool = False
    details: dict[str, str] = field(default_factory=dict)
