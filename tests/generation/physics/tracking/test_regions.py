"""Regions: middles, directions, pieces and distances."""

import math

import numpy as np
import pytest

from physai_sim.generation.physics.tracking.regions import (
    axis_of,
    centre_of,
    distance_from,
    grown,
    reach_of,
    regions,
)


def box(rows, columns):
    mask = np.zeros((20, 30), dtype=bool)
    mask[rows, columns] = True
    return mask


def test_the_middle_of_a_box_is_between_its_edges():
    assert centre_of(box(slice(4, 9), slice(10, 21))) == (15.0, 6.0)
    assert all(math.isnan(part) for part in centre_of(box(slice(0), slice(0))))


def test_a_long_box_has_a_direction_and_a_square_none():
    assert axis_of(box(slice(4, 7), slice(5, 25))) == pytest.approx(0.0, abs=0.01)
    assert abs(axis_of(box(slice(2, 18), slice(9, 12)))) == pytest.approx(math.pi / 2, abs=0.01)
    assert math.isnan(axis_of(box(slice(4, 10), slice(4, 10))))


def test_pieces_are_told_apart_with_their_areas():
    found = regions(box(slice(2, 5), slice(2, 5)) | box(slice(10, 12), slice(20, 25)))
    assert sorted(found.areas_px.tolist()) == [9, 10]
    assert found.numbers.max() == 2


def test_a_grown_mask_reaches_further_and_distances_begin_at_it():
    mask = box(slice(8, 10), slice(8, 10))
    assert grown(mask, 2).sum() > mask.sum()
    assert distance_from(mask)[9, 14] == pytest.approx(5.0, abs=0.3)
    assert np.isinf(distance_from(np.zeros_like(mask))).all()


def test_the_reach_is_that_of_the_farthest_pixel():
    mask = np.zeros((9, 9), dtype=bool)
    assert reach_of(mask) == 0.0
    mask[4, 1:8] = True
    assert reach_of(mask) == 3.0
