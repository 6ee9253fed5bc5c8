"""Films that show nearly the same as an earlier one.

Legend: N films, D numbers of each, K components.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

# Two films of this likeness are one. Source: SemDeDup (Abbas et al. 2023), by the cosine, with the
# `eps` of 0.01 that Cosmos Curate takes; there between embeddings of a network.
MAX_LIKENESS = 0.99
KEPT_VARIANCE = 1.0 - 1e-6


@dataclass(frozen=True, slots=True)
class Nearest:
    """The kept film that another is most like.

    Args:
        name: Of the kept film.
        likeness: Cosine between the two: 1 for equal films.
    """

    name: str
    likeness: float


def components(embeddings: NDArray[np.float32]) -> NDArray[np.float64]:
    """Principal components, (N, D) to (N, K): what hardly varies over the batch is left out."""
    centred = embeddings.astype(np.float64) - embeddings.mean(axis=0, dtype=np.float64)
    is_wide = centred.shape[0] < centred.shape[1]  # the smaller of two equal ways
    square = centred @ centred.T if is_wide else centred.T @ centred
    values, vectors = np.linalg.eigh(square)  # ascending
    values, vectors = np.maximum(values[::-1], 0.0), vectors[:, ::-1]
    if values.sum() <= 0.0:
        return np.zeros((len(embeddings), 1))
    count = int(np.searchsorted(np.cumsum(values) / values.sum(), KEPT_VARIANCE)) + 1
    if is_wide:
        return np.asarray(vectors[:, :count] * np.sqrt(values[:count]))
    return np.asarray(centred @ vectors[:, :count])


def nearest_kept(
    names: Sequence[str], embeddings: NDArray[np.float32], limit: float = MAX_LIKENESS
) -> tuple[Nearest | None, ...]:
    """For each film the kept one that is most like it; None for the first.

    A film is kept if no film that was kept before it is as like it as the limit.

    Args:
        names: Of the films, N, in the order in which they are kept.
        embeddings: Their numbers, shape (N, D).
        limit: Likeness from which on two films are one.
    """
    lengths = np.maximum(np.linalg.norm(embeddings, axis=1, keepdims=True), 1e-12)
    reduced = components(embeddings / lengths)
    squares, kept_rows = (reduced**2).sum(axis=1), np.empty_like(reduced)
    kept: list[int] = []
    found: list[Nearest | None] = []
    for index in range(len(names)):
        nearest = None
        if kept:
            # Of unit vectors; components keep distances, and angles only about the mean.
            rows, row = kept_rows[: len(kept)], reduced[index]
            apart = squares[kept] + squares[index] - 2.0 * (rows @ row)
            likeness = 1.0 - np.maximum(apart, 0.0) / 2.0
            best = int(np.argmax(likeness))
            nearest = Nearest(names[kept[best]], round(float(likeness[best]), 6))
        found.append(nearest)
        if nearest is None or nearest.likeness < limit:
            kept_rows[len(kept)] = reduced[index]
            kept.append(index)
    return tuple(found)
