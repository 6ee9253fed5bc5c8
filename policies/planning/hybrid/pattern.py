"""The string that tells a model's blocks: one letter each, first to last."""

from __future__ import annotations

from typing import Literal

from physai_sim.core.errors import ConfigError

Kind = Literal["mamba", "moe", "attention", "mlp"]

KINDS: dict[str, Kind] = {"M": "mamba", "E": "moe", "*": "attention", "-": "mlp"}
MEANINGS = {
    "M": "Mamba-2, which keeps a state of fixed size",
    "E": "mixture of experts",
    "*": "attention",
    "-": "MLP",
}


def kinds(pattern: str) -> tuple[Kind, ...]:
    """The kind of each block.

    Args:
        pattern: For example `MEM*E`.

    Raises:
        ConfigError: If it is empty, or a letter means nothing; its place is told.
    """
    legend = ", ".join(f"{letter} ({meaning})" for letter, meaning in MEANINGS.items())
    if not pattern:
        raise ConfigError("no blocks", where="pattern", got=pattern, expected=f"some of {legend}")
    for place, letter in enumerate(pattern):
        if letter not in KINDS:
            raise ConfigError(
                f"letter {place + 1} of {len(pattern)} means nothing",
                where="pattern",
                got=letter,
                expected=legend,
            )
    return tuple(KINDS[letter] for letter in pattern)


def place_among_its_kind(pattern: str, block: int) -> int:
    """How many blocks of the same kind stand before this one: its row in a pool of states."""
    return pattern[:block].count(pattern[block])
