"""Statistics that trainers normalise by, for one episode and for all.

Source: Hugging Face, lerobot 0.6, `meta/stats.json`: min, max, mean, std, count and five
quantiles of each feature; images per channel, scaled to [0, 1], shape (3, 1, 1).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from physai_sim.core.geometry import Array

QUANTILES = {"q01": 0.01, "q10": 0.10, "q50": 0.50, "q90": 0.90, "q99": 0.99}
# Images are looked at on a grid of about this many rows and columns, as lerobot shrinks them.
_GRID = 64
Summary = Mapping[str, NDArray[Any]]


def summarise(values: Array) -> Summary:
    """Statistics of the rows of an array, shape (N, D); each of shape (D,), the count (1,)."""
    numbers = np.asarray(values, dtype=np.float64)
    found = {
        "min": numbers.min(axis=0),
        "max": numbers.max(axis=0),
        "mean": numbers.mean(axis=0),
        "std": numbers.std(axis=0),
        "count": np.array([len(numbers)]),
    }
    shares = np.quantile(numbers, list(QUANTILES.values()), axis=0)
    return found | dict(zip(QUANTILES, shares, strict=True))


class PixelStatistics:
    """Statistics of the frames of a video, from a histogram of each colour: nothing is kept."""

    def __init__(self) -> None:
        self._counts = np.zeros((3, 256), dtype=np.int64)
        self._frames = 0

    def add(self, frame: NDArray[np.uint8]) -> None:
        """Count a frame, shape (H, W, 3)."""
        rows, columns = (max(side // _GRID, 1) for side in frame.shape[:2])
        seen = frame[::rows, ::columns]
        for channel in range(3):
            self._counts[channel] += np.bincount(seen[..., channel].ravel(), minlength=256)
        self._frames += 1

    def summary(self) -> Summary:
        """Each of shape (3, 1, 1), in [0, 1]; the count is that of the frames, shape (1,)."""
        levels = np.arange(256) / 255.0
        shares = self._counts / self._counts.sum(axis=1, keepdims=True)
        mean = shares @ levels
        variance = shares @ levels**2 - mean**2
        below = np.cumsum(shares, axis=1)
        found = {
            "min": levels[(self._counts > 0).argmax(axis=1)],
            "max": levels[255 - (self._counts[:, ::-1] > 0).argmax(axis=1)],
            "mean": mean,
            "std": np.sqrt(np.maximum(variance, 0.0)),
        }
        for name, share in QUANTILES.items():
            found[name] = levels[(below >= share - 1e-12).argmax(axis=1)]
        shaped = {name: value.reshape(3, 1, 1) for name, value in found.items()}
        return shaped | {"count": np.array([self._frames])}


def combine(summaries: Sequence[Summary]) -> Summary:
    """Statistics of several episodes together, for features whose values are not at hand.

    All are exact but the quantiles, which are means weighted by count, as lerobot forms them.
    """
    counts = np.array([int(summary["count"][0]) for summary in summaries], dtype=np.float64)
    weights = counts / counts.sum()

    def weighted(parts: list[NDArray[Any]]) -> NDArray[Any]:
        mixed: NDArray[Any] = np.tensordot(weights, np.stack(parts), axes=1)
        return mixed

    mean = weighted([s["mean"] for s in summaries])
    square = weighted([s["std"] ** 2 + (s["mean"] - mean) ** 2 for s in summaries])
    found = {
        "min": np.min([s["min"] for s in summaries], axis=0),
        "max": np.max([s["max"] for s in summaries], axis=0),
        "mean": mean,
        "std": np.sqrt(square),
        "count": np.array([int(counts.sum())]),
    }
    return found | {name: weighted([s[name] for s in summaries]) for name in QUANTILES}


def as_lists(summary: Summary) -> dict[str, Any]:
    """The statistics as nested lists, for JSON."""
    return {name: value.tolist() for name, value in summary.items()}


def as_arrays(record: Mapping[str, Any]) -> Summary:
    """What `as_lists` gave, as arrays."""
    return {name: np.asarray(value) for name, value in record.items()}
