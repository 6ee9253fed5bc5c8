"""Doubts are said at their limits."""

from types import SimpleNamespace

import numpy as np

from physai_sim.generation.physics.tracking.doubts import LEAST_AREA_PX, LEAST_CONTRAST, doubt_of


def of_area(pixels):
    mask = np.zeros(100, dtype=bool)
    mask[:pixels] = True
    return mask


def test_a_body_at_the_limits_is_not_doubted():
    seen = SimpleNamespace(contrast=LEAST_CONTRAST)
    assert doubt_of(seen, of_area(LEAST_AREA_PX)) is None


def test_below_the_limits_both_numbers_are_told():
    few = doubt_of(SimpleNamespace(contrast=1.0), of_area(LEAST_AREA_PX - 1))
    assert f"{LEAST_AREA_PX - 1} px" in few
    dull = doubt_of(SimpleNamespace(contrast=0.2), of_area(50))
    assert "contrast 0.20" in dull
    assert f"{LEAST_CONTRAST}" in dull
