"""Foreground: what is before the scene, and neither drops nor the scene itself."""

import numpy as np

from physai_sim.generation.physics.idm.foreground import foreground


def passing(side, level=200, count=12):
    """A square that crosses an even picture of 96 x 96."""
    film = np.full((count, 96, 96), 80, dtype=np.uint8)
    for k in range(count):
        film[k, 40 : 40 + side, 6 * k : 6 * k + side] = level
    return film


def test_a_body_is_foreground_where_it_is_and_where_it_goes():
    parts = foreground(passing(16))
    assert len(parts) == 11
    assert parts[5][48, 6 * 5 + 8] > 0.99
    assert parts[5][48, 6 * 6 + 15] > 0.9
    assert parts[5][10, 48] == 0.0


def test_a_drop_and_a_still_scene_are_not():
    assert max(part.max() for part in foreground(passing(2, level=140))) == 0.0
    assert max(part.max() for part in foreground(passing(16)[:1].repeat(5, axis=0))) == 0.0


def test_where_the_picture_flickers_all_the_time_it_takes_more():
    film = passing(16, level=110)
    assert foreground(film)[5].max() > 0.9
    film += (np.arange(12) % 2 * 12).astype(np.uint8)[:, None, None]
    assert foreground(film)[5].max() == 0.0


def test_a_single_frame_has_no_pair():
    assert foreground(passing(16)[:1]) == []
