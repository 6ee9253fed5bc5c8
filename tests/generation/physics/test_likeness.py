"""Likeness of films, by numbers that are known in closed form; and faults that others had."""

import cv2
import numpy as np
import pytest

from physai_sim.generation.physics import likeness

RNG = np.random.default_rng(0)


def square(colour=(220, 60, 40), at=20, paper=(230, 230, 230)):
    frame = np.full((1, 64, 64, 3), paper, dtype=np.uint8)
    frame[0, 20:44, at : at + 24] = colour
    return frame


def test_a_film_is_as_like_itself_as_can_be():
    film = RNG.integers(0, 255, (2, 32, 32, 3), dtype=np.uint8)
    assert likeness.edge_f1(film, film) == pytest.approx([1.0, 1.0])
    assert likeness.blur_ssim(film, film) == pytest.approx([1.0, 1.0])


def test_edges_are_those_of_luma_and_not_of_swapped_channels():
    # Pure red has a luma of 76 and pure blue of 29: with channels swapped, the edge between this
    # grey and red would vanish.
    film = square(colour=(255, 0, 0), paper=(29, 29, 29))
    assert likeness.grey(film)[0, 30, 30] == 76
    assert likeness.grey(film)[0, 0, 0] == 29
    assert (cv2.Canny(likeness.grey(film)[0], 100, 200) > 0).any()


def test_edges_survive_another_colour_and_not_another_place():
    red, green, moved = square(), square((30, 200, 60)), square(at=26)
    assert likeness.edge_f1(green, red)[0] > 0.9
    assert likeness.edge_f1(moved, red)[0] < 0.6


def test_frames_without_any_edge_have_no_f1_and_count_as_unknown():
    flat = np.full((1, 16, 16, 3), 128, dtype=np.uint8)
    assert np.isnan(likeness.edge_f1(flat, flat)[0])
    assert likeness.edge_f1(flat, cv2.resize(square()[0], (16, 16))[None])[0] == 0.0


def test_a_blur_hides_noise_and_keeps_what_is_large():
    noisy = square().astype(int) + RNG.integers(-40, 40, (1, 64, 64, 3))
    noisy = np.clip(noisy, 0, 255).astype(np.uint8)
    assert likeness.blur_ssim(noisy, square())[0] > 0.9
    assert likeness.blur_ssim(255 - square(), square())[0] < 0.8


def test_depth_is_compared_up_to_its_scale():
    true = np.linspace(1.0, 5.0, 64 * 64, dtype=np.float32).reshape(1, 64, 64)
    assert likeness.depth_error(3.0 * true, true)[0] == pytest.approx(0.0, abs=1e-6)
    off = true + np.float32(1.0)
    scale = 3.0 / 4.0
    wrong = np.sqrt(np.mean((off * scale - true).astype(np.float64) ** 2))
    assert likeness.depth_error(off, true)[0] == pytest.approx(wrong, rel=1e-4)


def test_depth_of_another_size_invents_no_depth_between_a_body_and_what_is_behind():
    true = np.full((1, 64, 64), 5.0, dtype=np.float32)
    true[:, :, 32:] = 1.0
    small = true[:, ::2, ::2]
    assert likeness.depth_error(small, true)[0] == 0.0


def test_no_pixel_errs_by_more_than_the_farthest_depth():
    true = np.full((1, 8, 8), 2.0, dtype=np.float32)
    wild = true.copy()
    wild[0, 0, 0] = 1e9
    assert likeness.depth_error(wild, true)[0] <= 2.0 / 8.0 + 1e-9


def test_what_has_no_depth_is_left_out_and_nothing_but_that_is_unknown():
    true = np.full((1, 8, 8), 2.0, dtype=np.float32)
    holes = true.copy()
    holes[0, :2], holes[0, 2] = np.inf, 0.0
    assert likeness.depth_error(holes, true)[0] == 0.0
    assert np.isnan(likeness.depth_error(np.full_like(true, np.inf), true)[0])


def test_masks_overlap_as_their_areas_say():
    true = np.zeros((1, 10, 10), dtype=bool)
    true[0, 2:6, 2:6] = True
    half = np.roll(true, 2, axis=2)
    assert likeness.mask_iou(half, true, least_px=4)[0] == pytest.approx(8 / 24)


def test_an_empty_true_mask_says_nothing_and_an_empty_seen_one_is_a_miss():
    true = np.zeros((2, 10, 10), dtype=bool)
    true[1, 2:6, 2:6] = True
    found = likeness.mask_iou(np.zeros_like(true), true, least_px=4)
    assert np.isnan(found[0])
    assert found[1] == 0.0


def test_masks_that_are_moved_do_not_come_in_again_at_the_other_side():
    mask = np.zeros((1, 4, 6), dtype=bool)
    mask[0, 1, 5] = mask[0, 2, 0] = True
    assert np.argwhere(likeness.moved(mask, 2, 1)[0]).tolist() == [[3, 2]]
    assert np.argwhere(likeness.moved(mask, -2, -1)[0]).tolist() == [[0, 3]]
    assert not likeness.moved(mask, 6, 0).any()
