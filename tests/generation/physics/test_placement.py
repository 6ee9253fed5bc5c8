"""A film that is shifted as a whole is told by how much, whatever its colours."""

import numpy as np
import pytest

from physai_sim.generation.physics.placement import placement


def test_the_true_film_lies_where_it_lies(push_truth):
    found = placement(push_truth.rgb, push_truth.rgb)
    assert (found.columns, found.rows, found.is_sure) == (0, 0, True)


@pytest.mark.parametrize(("columns", "rows"), [(10, 0), (-7, 3), (0, -9)])
def test_a_shift_is_found_in_other_colours_too(push_truth, columns, rows):
    dark = (255 - push_truth.rgb) // 2
    found = placement(np.roll(dark, (rows, columns), axis=(1, 2)), push_truth.rgb)
    assert (found.columns, found.rows, found.is_sure) == (columns, rows, True)


def test_nothing_is_sure_of_films_that_have_nothing_in_common(push_truth):
    noise = np.random.default_rng(1).integers(0, 255, push_truth.rgb.shape, dtype=np.uint8)
    assert not placement(noise, push_truth.rgb).is_sure
    assert not placement(np.zeros_like(noise), push_truth.rgb).is_sure
