"""Derivatives of evenly sampled values, smoothed."""

from __future__ import annotations

import numpy as np

from physai_sim.core.geometry import Array


def derivative(values: Array, hz: int, *, window: int = 5) -> Array:
    """First derivative by a quadratic fitted in a sliding window.

    Args:
        values: Samples, shape (T,).
        hz: Their rate.
        window: Samples in the window, odd; fewer are used for shorter inputs.

    Returns:
        Per second, shape (T,). At the ends the first and last fits are evaluated off their middle.

    Source: Savitzky and Golay (1964), "Smoothing and differentiation of data by simplified least
        squares procedures".
    """
    count = len(values)
    width = min(window, count if count % 2 else count - 1)
    if width < 3:
        return np.gradient(values) * hz if count > 1 else np.zeros(count)
    half = width // 2
    steps = np.arange(-half, half + 1)
    fit = np.linalg.pinv(np.vander(steps, 3, increasing=True))  # rows: value, slope, bend
    windows = np.lib.stride_tricks.sliding_window_view(values, width)
    slope, bend = windows @ fit[1], windows @ fit[2]
    ends = np.arange(1, half + 1)
    before = slope[0] - 2 * bend[0] * ends[::-1]
    after = slope[-1] + 2 * bend[-1] * ends
    result: Array = np.concatenate([before, slope, after]) * hz
    return result
