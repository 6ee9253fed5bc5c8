"""What a network sees of an observation, and what its answer means as an action."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from physai_sim.core.errors import ConfigError
from physai_sim.core.geometry import Array

# Nothing that a network sees is larger: an odd state must not drown what it has learned.
LIMIT = 10.0

# Weights by the name of a number: "lane_state.2" is the third number of the entry "lane_state",
# counted row by row where an entry has rows.
Feature = Mapping[str, float]
Vector32 = NDArray[np.float32]


class FeatureMap:
    """Turns the entries of an observation into N numbers of about one, as float32.

    Args:
        features: For each of the N numbers the weights of what it is the sum of. A feature
            without weights is always 0.
        where: What to name in errors.

    Raises:
        ConfigError: If the name of a number is not ENTRY.INDEX.
    """

    def __init__(self, features: Sequence[Feature], *, where: str = "") -> None:
        self.size, self._where = len(features), where
        self._sums = [[(*self._split(name), by) for name, by in f.items()] for f in features]

    def __call__(self, entries: Mapping[str, NDArray[Any]]) -> Vector32:
        """The features of one observation, each within `LIMIT`, shape (N,).

        Raises:
            ConfigError: If the observation lacks a number that a feature is made of.
        """
        try:
            values = [
                sum(by * float(entries[name].flat[index]) for name, index, by in terms)
                for terms in self._sums
            ]
        except (KeyError, IndexError):
            raise self._lack(entries) from None
        return np.clip(np.array(values, np.float32), -LIMIT, LIMIT)

    def _split(self, name: str) -> tuple[str, int]:
        entry, _, index = name.rpartition(".")
        if not entry or not index.isdecimal():
            raise ConfigError(
                "no name of a number", where=self._where, got=name, expected="ENTRY.INDEX"
            )
        return entry, int(index)

    def _lack(self, entries: Mapping[str, NDArray[Any]]) -> ConfigError:
        wanted = {(name, index) for terms in self._sums for name, index, _ in terms}
        missing = min((n, i) for n, i in wanted if n not in entries or i >= entries[n].size)
        return ConfigError(
            "the observation lacks a number that a feature is made of",
            where=self._where,
            got=".".join(map(str, missing)),
            known=entries,
        )


def action_of(answer: NDArray[np.floating[Any]], low: Array, high: Array) -> Array:
    """An action from an answer in [-1, 1]; what lies outside is clipped.

    -1 is the least action and 1 the greatest. Where an action can have both signs, 0 stays 0, so
    that an answer near nothing commands nearly nothing, also of a car that brakes harder than it
    accelerates; elsewhere 0 is the middle.

    Args:
        answer: Shape (A,).
        low: Least action, shape (A,).
        high: Greatest action, shape (A,).

    Returns:
        The action in physical units, shape (A,).
    """
    unit = np.clip(np.asarray(answer, np.float64), -1.0, 1.0)
    middle = np.where((low < 0.0) & (high > 0.0), 0.0, (low + high) / 2)
    return middle + np.where(unit < 0.0, unit * (middle - low), unit * (high - middle))
