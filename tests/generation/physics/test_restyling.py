"""The true film is painted as the clip looks, and what the clip alone shows is not kept."""

import numpy as np
import pytest

from physai_sim.generation.physics.restyling import looks_of

RED = (200, 20, 20)


def painted(truth, body, colour):
    """The true film with a body of one colour."""
    frames = truth.rgb.copy()
    frames[truth.mask(body)] = colour
    return frames


def with_flakes(truth, seed=0, share=0.02):
    """The true film with white specks that fall anew in each frame."""
    frames = truth.rgb.copy()
    frames[np.random.default_rng(seed).random(frames.shape[:3]) < share] = 255
    return frames


def test_the_truth_itself_has_no_other_looks(push_truth):
    assert looks_of(push_truth.rgb, push_truth, push_truth.rgb) is None


def test_a_body_that_is_painted_is_painted_in_the_true_film_in_every_frame(push_truth):
    clip = painted(push_truth, "cube", RED)
    film = looks_of(clip, push_truth, push_truth.rgb).film(push_truth)
    mask = push_truth.mask("cube")
    for index in (0, len(film) - 1):
        assert np.median(film[index][mask[index]], axis=0) == pytest.approx(RED, abs=12)
    assert np.abs(film[~mask].astype(int) - push_truth.rgb[~mask]).max() <= 1


def test_light_is_multiplied_so_that_shade_stays_shade(push_truth):
    dim = (push_truth.rgb * 0.5).astype(np.uint8)
    film = looks_of(dim, push_truth, push_truth.rgb).film(push_truth)
    away = np.abs(film.astype(int) - dim)
    assert away.mean() < 4.0


def test_flakes_are_laid_elsewhere_and_are_as_many(push_truth):
    clip = with_flakes(push_truth)
    looks = looks_of(clip, push_truth, push_truth.rgb)
    fallen = (clip.astype(int) - push_truth.rgb > 40).all(-1)
    drawn = (looks.flicker > 40.0).all(-1)
    assert looks.flicker_rms > 5.0
    assert drawn.sum() == pytest.approx(fallen.sum(), rel=0.5)
    assert (drawn & fallen).sum() < 0.1 * fallen.sum()


def test_a_second_body_in_the_clip_is_no_flicker(push_truth):
    clip, mask = push_truth.rgb.copy(), push_truth.mask("cube")
    half = len(clip) // 2
    there = np.roll(mask, 30, axis=2)
    clip[:half][there[:half]] = RED
    assert looks_of(clip, push_truth, push_truth.rgb) is None


def test_only_a_camera_that_stands_still_tells_of_flicker(lane_curve_truth):
    noise = np.random.default_rng(0).normal(0.0, 15.0, lane_curve_truth.rgb.shape)
    clip = np.clip(lane_curve_truth.rgb + noise, 0, 255).astype(np.uint8)
    clip[:, :, :, 0] //= 2
    assert looks_of(clip, lane_curve_truth, lane_curve_truth.rgb).flicker is None


def test_what_the_codec_did_to_the_true_film_too_is_no_look(push_truth):
    usual = painted(push_truth, "cube", RED)
    assert looks_of(usual, push_truth, usual) is None
