"""Marks: what is measured of a body's pixels."""

import numpy as np
import pytest

from physai_sim.generation.physics.tracking.marks import track_of


def test_a_track_tells_place_size_and_colour_and_nan_where_nothing_is_seen():
    frames = np.full((2, 16, 16, 3), 255, dtype=np.uint8)
    masks = np.zeros((2, 16, 16), dtype=bool)
    masks[0, 2:6, 4:10] = True
    track = track_of("cube", frames, masks)
    assert track.seen.tolist() == [True, False]
    assert track.centre_px[0] == pytest.approx([6.5, 3.5])
    assert track.area_px.tolist() == [24.0, 0.0]
    assert track.colour_lab[0] == pytest.approx([100.0, 0.0, 0.0], abs=0.1)
    assert np.isnan(track.centre_px[1]).all()
    assert np.isnan(track.colour_lab[1]).all()
    assert track.copies.tolist() == [0, 0]
