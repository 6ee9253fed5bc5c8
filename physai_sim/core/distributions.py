"""How one value of a world is drawn for each episode: an entry of the `randomize` part."""

from __future__ import annotations

import math
from typing import Annotated, Any

import numpy as np
from pydantic import Field, SerializerFunctionWrapHandler, model_serializer, model_validator

from physai_sim.core.scene_config import NotNegative
from physai_sim.core.spreads import Like, LogUniform, Normal, Spread, Uniform
from physai_sim.core.strict import StrictModel, plain

KINDS = ("uniform", "log_uniform", "normal", "choice", "same_as")


class Distribution(StrictModel):
    """Exactly one kind of drawing: numbers, one of a list, or what another entry has drawn."""

    uniform: Uniform | None = None
    log_uniform: LogUniform | None = None
    normal: Normal | None = None
    choice: Annotated[tuple[Any, ...], Field(min_length=1)] | None = None
    weights: tuple[NotNegative, ...] | None = None
    same_as: str | None = None

    @property
    def spread(self) -> Spread | None:
        """The distribution of numbers, where it is one."""
        return self.uniform or self.log_uniform or self.normal

    def fault(self, base: object) -> str | None:
        """Why it does not fit the value that the world file has, in a clause; None if it does.

        Args:
            base: That value; where it is None, numbers of any count fit.
        """
        if self.spread is None:
            return None
        like = self._like(base)
        if like is None:
            return f"numbers, where the value is {plain(base)!r}"
        return self.spread.fault(like)

    def draw(self, rng: np.random.Generator, base: object) -> object:
        """A value as JSON has it; only for what fits and is not `same_as` another."""
        if self.spread is not None:
            like = self._like(base)
            assert like is not None, "checked when the world was loaded"
            return self.spread.draw(rng, like)
        assert self.choice is not None, "one of the kinds is given"
        weights = np.array(self.weights or [1.0] * len(self.choice))
        index = rng.choice(len(self.choice), p=weights / weights.sum())
        return plain(self.choice[index])

    def extremes(self, base: object) -> list[object]:
        """Values that show whether all of them will do: both ends, or each of a choice."""
        like = self._like(base)
        if self.spread is not None and like is not None:
            return self.spread.extremes(like)
        return [plain(value) for value in self.choice or ()]

    def _like(self, base: object) -> Like | None:
        return Like(self.spread.size) if base is None and self.spread else Like.of(base)

    @model_serializer(mode="wrap")
    def _as_written(self, write: SerializerFunctionWrapHandler) -> dict[str, Any]:
        """Without the kinds that it is not."""
        return {key: value for key, value in write(self).items() if value is not None}

    @model_validator(mode="after")
    def _is_of_one_kind(self) -> Distribution:
        given = [kind for kind in KINDS if getattr(self, kind) is not None]
        if len(given) != 1:
            found = " and ".join(given) or "none"
            raise ValueError(f"exactly one of {', '.join(KINDS)} is wanted, got {found}")
        if self.weights is not None:
            if self.choice is None or len(self.weights) != len(self.choice):
                raise ValueError("weights are for a choice, one for each of its values")
            if not 0.0 < sum(self.weights) < math.inf:
                raise ValueError(f"weights must add up to something, got {plain(self.weights)}")
        return self
