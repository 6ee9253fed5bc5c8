"""The variation matrix: light x weather x surface, with textures and cameras if wanted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from physai_sim.core.config import WorldConfig
from physai_sim.core.errors import ConfigError, UnknownNameError
from physai_sim.core.rollouts import Expansion
from physai_sim.generation.variation.appearance import NAMED, appearance
from physai_sim.generation.variation.pairwise import pairwise


@dataclass(frozen=True, slots=True)
class Matrix:
    """What is combined.

    Args:
        only: Names that a factor is kept to; a factor that is not here takes all its names.
        textures: How many drawn textures there are; 0: the world's own.
        cameras: Likewise.
    """

    only: Mapping[str, Sequence[str]] = field(default_factory=dict)
    textures: int = 0
    cameras: int = 0

    def factors(self) -> dict[str, tuple[str, ...]]:
        """Names of every factor.

        Raises:
            UnknownNameError: If a factor or one of its names is unknown.
            ConfigError: If a factor has no name left.
        """
        for factor in self.only:
            if factor not in NAMED:
                raise UnknownNameError("no factor", where="matrix", got=factor, known=NAMED)
        named = {factor: self._names(factor) for factor in NAMED}
        drawn = {"texture": self.textures, "camera": self.cameras}
        numbered = {f: tuple(f"{f}_{k}" for k in range(n)) for f, n in drawn.items() if n}
        return {**named, **numbered}

    def _names(self, factor: str) -> tuple[str, ...]:
        known, where = NAMED[factor][0], f"matrix: {factor}"
        names = tuple(dict.fromkeys(self.only.get(factor, known)))
        for name in names:
            if name not in known:
                raise UnknownNameError("no such name", where=where, got=name, known=known)
        if not names:
            raise ConfigError("no name is left", where=where, expected="one or more")
        return names


def variants(
    matrix: Matrix, *, seed: int = 0, budget: int | None = None, config: WorldConfig | None = None
) -> tuple[Expansion, ...]:
    """Looks that cover every pair of names of the factors, or as many as a budget allows.

    Args:
        matrix: What is combined.
        seed: Decides among equally good choices.
        budget: Most looks; None: as many as it takes.
        config: The world, where textures or cameras vary.

    Raises:
        ConfigError: If nothing can be combined, or a texture or camera has no world.
        UnknownNameError: If a name is unknown.
    """
    factors = tuple(matrix.factors().values())
    rows = pairwise([len(names) for names in factors], seed=seed, budget=budget)
    return tuple(
        appearance("+".join(names[k] for names, k in zip(factors, row, strict=True)), config)
        for row in rows
    )
