"""Foreground: what is before the scene, and neither drops nor the scene itself."""

import numpy as np

from physai_sim.generation.physics.foreground import foreground


def passing(side, level=200, count=12):
    """A square that crosses an even picture of 96 x 96."""
    film = np.full((count, 96, 96), 80, dtype=np.uint8)
    for k in range(count):
        film[k, 40 : 40 + side, 6 * k : 6 * k + side] = level
    return film


def test_a_body_is_foreground_where_it_is():
    found = foreground(passing(16))
    assert found.shape == (12, 96, 96)
    assert found[5][42:54, 32:44].all()
    assert found[5].sum() < 20 * 20


def test_a_drop_and_a_still_scene_are_not():
    assert not foreground(passing(2, level=140)).any()
    assert not foreground(passing(16)[:1].repeat(5, axis=0)).any()


def test_where_the_picture_flickers_all_the_time_it_takes_more():
    film = passing(16, level=110)
    assert foreground(film)[5].any()
    film[:, :, ::2] += (np.arange(12) % 2 * 12).astype(np.uint8)[:, None, None]
    assert not foreground(film)[5].any()


def test_a_single_frame_is_all_scene():
    assert not foreground(passing(16)[:1]).any()


def test_light_that_changes_everywhere_at_once_is_none():
    lamp = (
        np.full((24, 48, 48), 100, np.uint8)
        + (60 * (np.arange(24) // 3 % 2)).astype(np.uint8)[:, None, None]
    )
    assert not foreground(lamp).any()
