"""What moves in a film, and what only flashes by."""

import numpy as np

from physai_sim.generation.physics.movement import longest, moving, near, opaque

GREY = np.full((20, 48, 48, 3), 100, dtype=np.uint8)


def crossing(step=2, side=8):
    film = GREY.copy()
    for k in range(len(film)):
        film[k, 20 : 20 + side, 2 + step * k : 2 + step * k + side] = 220
    return film


def test_nothing_moves_in_a_still_film():
    assert not moving(GREY).any()


def test_a_body_that_crosses_moves_in_every_frame():
    found = moving(crossing())
    assert found.shape == (19, 48, 48)
    assert found[2:-2].any(axis=(1, 2)).all()
    assert not found[:, :10].any()


def test_rain_and_lamps_that_flicker_do_not_move():
    rain, rng = GREY.copy(), np.random.default_rng(0)
    for frame in rain:
        rows, columns = rng.integers(0, 44, (2, 8))
        for row, column in zip(rows, columns, strict=True):
            frame[row : row + 4, column] = 230
    assert moving(rain).mean() < 0.02
    flicker = GREY + (60 * (np.arange(20) // 3 % 2)).astype(np.uint8)[:, None, None, None]
    assert not moving(flicker).any()


def test_near_reaches_as_far_as_told():
    mask = np.zeros((1, 21, 21), dtype=bool)
    mask[0, 10, 10] = True
    grown = near(mask, 3)[0]
    assert grown[10, 13]
    assert not grown[10, 14]


def test_what_lasts_is_counted_over_frames_that_follow_one_another():
    masks = np.zeros((6, 16, 16), dtype=bool)
    for k in (0, 1, 2, 4, 5):
        masks[k, 8, 2 + 2 * k] = True
    assert longest(masks, 2) == 3
    assert longest(masks, 1) == 1
    assert longest(np.zeros_like(masks), 2) == 0


def test_a_body_hides_what_is_behind_it_and_a_shadow_does_not():
    assert opaque(crossing())[10, 20:28].any()
    brown = np.full_like(GREY, (150, 110, 80))
    shadow, body = brown.copy(), brown.copy()
    for k in range(len(brown)):
        shadow[k, 20:28, 2 * k : 2 * k + 8] = (75, 55, 40)
        body[k, 20:28, 2 * k : 2 * k + 8] = (40, 55, 90)
    assert not opaque(shadow).any()
    assert opaque(body)[10].any()
