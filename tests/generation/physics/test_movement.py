"""What hides what is behind it, and how long it lasts."""

import numpy as np

from physai_sim.generation.physics.movement import ages, near, opaque

GREY = np.full((20, 48, 48, 3), 100, dtype=np.uint8)


def crossing(step=2, side=8):
    film = GREY.copy()
    for k in range(len(film)):
        film[k, 20 : 20 + side, 2 + step * k : 2 + step * k + side] = 220
    return film


def test_near_reaches_as_far_as_told():
    mask = np.zeros((1, 21, 21), dtype=bool)
    mask[0, 10, 10] = True
    grown = near(mask, 3)[0]
    assert grown[10, 13]
    assert not grown[10, 14]


def test_what_lasts_has_its_whole_age_in_each_of_its_frames():
    masks = np.zeros((6, 16, 16), dtype=bool)
    for k in (0, 1, 2, 4, 5):
        masks[k, 8, 2 + 2 * k] = True
    assert ages(masks, 2).max(axis=(1, 2)).tolist() == [3, 3, 3, 0, 2, 2]
    assert ages(masks, 1).max() == 1
    assert ages(np.zeros_like(masks), 2).max() == 0


def test_a_body_hides_what_is_behind_it_and_a_shadow_does_not():
    assert opaque(crossing(side=4))[10, 20:24].any()
    brown = np.full_like(GREY, (150, 110, 80))
    shadow, body = brown.copy(), brown.copy()
    for k in range(len(brown)):
        shadow[k, 20:28, 2 * k : 2 * k + 8] = (75, 55, 40)
        body[k, 20:28, 2 * k : 2 * k + 8] = (40, 55, 90)
    assert not opaque(shadow).any()
    assert opaque(body)[10].any()


def test_a_shadow_of_a_coloured_sun_takes_colour_along_and_hides_nothing():
    lit = np.full_like(GREY, (200, 150, 110))
    for k in range(len(lit)):
        lit[k, 20:28, 2 * k : 2 * k + 8] = (80, 75, 66)
    assert not opaque(lit).any()


def test_a_shadow_that_leaves_where_it_lay_most_of_the_time_uncovers_nothing_new():
    shaded = np.full_like(GREY, (80, 75, 66))
    shaded[:4, 20:28, 20:28] = (200, 150, 110)
    assert not opaque(shaded).any()


def test_a_lamp_that_dims_and_brightens_hides_nothing():
    film = (GREY * np.linspace(0.6, 1.6, len(GREY))[:, None, None, None]).astype(np.uint8)
    assert not opaque(film).any()
    film[10, 20:28, 20:28] = (200, 60, 60)
    assert opaque(film)[10, 22:26, 22:26].all()
