import cv2
import numpy as np
import pytest

from physai_sim.generation.curation.stillness import MIN_MOTION, motion

PATTERN = np.random.default_rng(0).integers(0, 255, (16, 16, 3), dtype=np.uint8)


def _film(step):
    frames = np.full((6, 64, 64, 3), 90, dtype=np.uint8)
    for index, frame in enumerate(frames):
        left = 10 + index * step
        frame[24:40, left : left + 16] = PATTERN
    return frames


def test_a_patch_that_moves_is_seen_though_most_stands_still():
    assert motion(_film(2)) > 10 * MIN_MOTION


def test_a_film_that_stands_still_does_not_move():
    assert motion(_film(0)) == pytest.approx(0.0, abs=MIN_MOTION / 10)


def test_one_frame_does_not_move():
    assert motion(_film(2)[:1]) == 0.0


def test_a_frame_that_is_repeated_does_not_move_though_it_is_flat_in_places(push_truth):
    small = [cv2.resize(frame, (64, 64)) for frame in push_truth.rgb[:1]]
    assert motion(np.array(small * 6)) == 0.0


def test_a_dark_film_moves_too(push_truth):
    assert motion(push_truth.rgb // 6) > 4 * MIN_MOTION
