"""Helpers for planted faults."""

import numpy as np
import pytest

from physai_sim.core import registry


@pytest.fixture(scope="session")
def plant():
    """`plant("gravity", truth, seed=0)`: the film with the fault."""

    def planted(name, truth, seed=0):
        return registry.find("faults", name)().plant(truth, seed)

    return planted


@pytest.fixture(scope="session")
def differing():
    """Numbers of the frames that differ from the true ones."""

    def frames(clip, truth):
        return np.flatnonzero((clip.frames != truth.rgb).any(axis=(1, 2, 3))).tolist()

    return frames


@pytest.fixture(scope="session")
def middle_of():
    """Mean column and row of what is as red as the ball, shape (T, 2); NaN where nothing is."""

    def middles(frames):
        red, green, blue = np.moveaxis(frames.astype(int), 3, 0)
        rows = []
        for mask in (red > 2 * green) & (red > 2 * blue):
            ys, xs = np.nonzero(mask)
            rows.append((xs.mean(), ys.mean()) if len(xs) > 3 else (np.nan, np.nan))
        return np.array(rows)

    return middles
