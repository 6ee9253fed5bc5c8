"""Slopes and seams of curves that are known."""

import numpy as np
import pytest

from physai_sim.generation.physics.chunks import chunk_frames, per_chunk, seam_jump, slope


def test_chunks_are_whole_and_their_means_leave_out_what_is_unknown():
    values = np.array([1.0, np.nan, 3.0, 5.0, np.nan, np.nan, 9.0])
    found = per_chunk(values, 2)
    assert found[:2].tolist() == [1.0, 4.0]
    assert np.isnan(found[2])
    assert len(found) == 3


def test_the_slope_of_a_line_is_its_own_and_one_outlier_does_not_matter():
    line = 0.02 * np.arange(8.0)
    assert slope(line, 0.5) == pytest.approx(0.04)
    line[3] = 7.0
    assert slope(line, 0.5) == pytest.approx(0.04)


def test_two_chunks_have_no_slope():
    assert slope(np.array([1.0, 2.0]), 1.0) is None
    assert slope(np.array([1.0, np.nan, 2.0]), 1.0) is None


def test_a_jump_at_a_border_stands_out_from_what_happens_within_chunks():
    stairs = np.repeat([0.0, 1.0, 2.0], 4)
    assert seam_jump(stairs, 4) == pytest.approx(1.0)
    assert seam_jump(np.arange(12.0), 4) == pytest.approx(0.0)
    assert seam_jump(np.full(12, np.nan), 4) is None
    assert seam_jump(np.arange(3.0), 4) is None


def test_a_chunk_is_a_quarter_of_a_second():
    assert (chunk_frames(24), chunk_frames(1)) == (6, 1)
