"""A learned model of inverse dynamics, and how it is kept in a file.

Legend: T frames, N actions, A action size, F features, M moments, X inputs, R rows.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from pathlib import Path
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

from physai_sim.core.geometry import Array
from physai_sim.generation.physics.idm.inputs import Rates, inputs, liveliness


@dataclass(frozen=True, slots=True, eq=False)
class InverseDynamics:
    """From the motion that a film shows to the actions that made it.

    Args:
        scale: See `scale_of`, shape (2 M + X / 3,).
        offset: Mean of the inputs, shape (X,).
        weights: From inputs to actions in their own spread, shape (X, A).
        mean: Of the actions that it learned from, shape (A,).
        spread: Of these, shape (A,); 0 where a number never changes.
        explained: Share of the variance of each number that it explains in films that it did not
            learn from (R^2), shape (A,); NaN where a number never changes.
        liveliest: Most that moves in any film that it learned from, shape ().
        misses: Squared errors in films while they were left out, in the spread of the number,
            film by film, shape (R, A).
        films: Rows of each of these films, their sum is R.
    """

    scale: Array
    offset: Array
    weights: Array
    mean: Array
    spread: Array
    explained: Array
    liveliest: Array
    misses: Array
    films: NDArray[np.int64]

    def strangeness(self, motion: Array) -> float:
        """How much moves in a film, as a share of what moves in the liveliest it learned from."""
        return liveliness(motion, self.scale) / float(self.liveliest)

    def actions(self, motion: Array, count: int, rates: Rates) -> Array:
        """What was commanded, as far as the motion tells it.

        Args:
            motion: See `features`, shape (T - 1, F).
            count: N.
            rates: Of the film.

        Returns:
            Shape (N, A).
        """
        given = inputs(motion, self.scale, count, rates=rates)
        found: Array = (given - self.offset) @ self.weights * self.spread + self.mean
        return found

    def worst_error(self, count: int, told: NDArray[np.bool_], half: Array) -> float:
        """The greatest error in any stretch of a true film that it had not learned from.

        Few actions have an error that is large or small by chance. What true films reach over as
        many says how large, and needs no assumption on how errors follow one another.

        Args:
            count: Actions in the stretch; a film that has fewer is taken whole.
            told: Numbers of the action that count, shape (A,); at least one.
            half: Half the range of each number, shape (A,).

        Returns:
            Mean square error, each number as a share of half its range.
        """
        errors = (self.misses * (self.spread / half) ** 2)[:, told].mean(axis=1)
        films = np.split(errors, np.cumsum(self.films)[:-1])
        return max(float(_means(film, min(count, len(film))).max()) for film in films)

    def save(self, path: Path) -> None:
        """Write it; the file appears when it is whole."""
        part = path.with_name(f".{path.name}.part.npz")
        np.savez(part, **{f.name: getattr(self, f.name) for f in fields(self)})
        part.replace(path)


def _means(values: Array, count: int) -> Array:
    """Of every stretch of so many values."""
    sums = np.cumsum(np.concatenate([[0.0], values]))
    means: Array = (sums[count:] - sums[:-count]) / count
    return means


def load(path: Path) -> InverseDynamics:
    """Read a model.

    Raises:
        OSError, ValueError: If it is none.
    """
    try:
        # NumPy leaves a file open that it was only told the path of, if that is broken.
        with path.open("rb") as file, np.load(file, allow_pickle=False) as kept:
            model = InverseDynamics(**{f.name: kept[f.name] for f in fields(InverseDynamics)})
    except (KeyError, EOFError, BadZipFile, TypeError, AttributeError) as error:
        raise ValueError(f"{path} holds no model") from error
    shapes = {model.weights.shape[1:], model.misses.shape[1:], model.mean.shape}
    if len(shapes) > 1 or len(model.weights) != len(model.offset):
        raise ValueError(f"{path} holds a model whose parts do not fit")
    return model
