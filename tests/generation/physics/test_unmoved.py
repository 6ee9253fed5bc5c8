"""Ways that nothing explains, of paths made by hand."""

import numpy as np
import pytest

from physai_sim.generation.physics.unmoved import unexplained_m

HZ = 12
UNTOUCHED = np.zeros(24, dtype=bool)


def path(speeds):
    return np.column_stack([np.cumsum(speeds) / HZ, np.zeros(len(speeds))])


def test_what_lies_or_keeps_its_speed_is_explained():
    assert unexplained_m(path(np.zeros(24)), UNTOUCHED, HZ) == 0.0
    assert unexplained_m(path(np.full(24, 0.6)), UNTOUCHED, HZ) == pytest.approx(0.0)


def test_what_starts_by_itself_is_not():
    speeds = np.where(np.arange(24) >= 12, 0.4, 0.0)
    assert unexplained_m(path(speeds), UNTOUCHED, HZ) == pytest.approx(0.4 * 3 / HZ)


def test_what_is_touched_may_start():
    speeds = np.where(np.arange(24) >= 12, 0.4, 0.0)
    assert unexplained_m(path(speeds), ~UNTOUCHED, HZ) == 0.0
