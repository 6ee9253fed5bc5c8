"""Change over a film: slopes over its chunks, and jumps at their borders.

Legend: T frames, K chunks.
"""

from __future__ import annotations

import numpy as np

from physai_sim.core.geometry import Array

# Pieces that a film is cut into: short enough that the films of tests have several.
CHUNK_S = 0.25
LEAST_CHUNKS = 3


def chunk_frames(hz: int) -> int:
    """Frames of a chunk."""
    return max(1, round(CHUNK_S * hz))


def per_chunk(values: Array, frames: int) -> Array:
    """Mean of each whole chunk, shape (K,); NaN where nothing is known.

    Args:
        values: By frame, shape (T,).
        frames: Of a chunk.
    """
    pieces = [values[k : k + frames] for k in range(0, len(values) - frames + 1, frames)]
    return np.array([np.nanmean(p) if np.isfinite(p).any() else np.nan for p in pieces])


def slope(values: Array, seconds: float) -> float | None:
    """How much the values grow in a second: Theil and Sen's median of all slopes.

    Why this and not least squares: one chunk in which something is hidden decides nothing.

    Source: Sen (1968), "Estimates of the regression coefficient based on Kendall's tau".

    Args:
        values: By chunk, shape (K,).
        seconds: From chunk to chunk.

    Returns:
        None where fewer than three chunks are known.
    """
    known = np.flatnonzero(np.isfinite(values))
    if len(known) < LEAST_CHUNKS:
        return None
    a, b = np.triu_indices(len(known), k=1)
    rise = values[known[b]] - values[known[a]]
    return float(np.median(rise / ((known[b] - known[a]) * seconds)))


def seam_jump(values: Array, frames: int) -> float | None:
    """How much more frames differ over a border of chunks than within them, at most.

    Returns:
        In the unit of the values; None where no border is known.
    """
    steps = np.abs(np.diff(values))
    borders = np.arange(frames, len(values), frames) - 1
    across = steps[borders]
    within = np.delete(steps, borders)
    if not np.isfinite(across).any() or not np.isfinite(within).any():
        return None
    return float(max(0.0, np.nanmax(across) - np.nanmax(within)))
