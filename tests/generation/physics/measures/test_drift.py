"""A10: growing colours fail, other colours that stay do not."""

import cv2
import numpy as np
import pytest

from physai_sim.generation.physics.clip import Clip
from physai_sim.generation.physics.measures.drift import Drift
from physai_sim.generation.physics.sight import Sight

MEASURE = Drift()


def scored(truth, frames):
    return MEASURE.score(Sight(Clip("made by hand", truth.hz, frames), "tracker"), truth)


def saturated(frames, factors):
    found = []
    for frame, factor in zip(frames, factors, strict=True):
        hsv = cv2.cvtColor(frame.astype(np.float32) / 255.0, cv2.COLOR_RGB2HSV)
        hsv[..., 1] = np.clip(factor * hsv[..., 1], 0.0, 1.0)
        found.append(np.round(255.0 * cv2.cvtColor(hsv, cv2.COLOR_HSV2RGB)).astype(np.uint8))
    return np.array(found)


def test_the_true_film_does_not_drift(push_truth):
    score = scored(push_truth, push_truth.rgb)
    assert score.value == pytest.approx(0.0, abs=1e-9)
    assert score.parts["chunk_s"] == 0.25


def test_saturation_that_grows_fails_by_as_much_as_it_grows(push_truth):
    steps = 1.05 ** (np.arange(len(push_truth.rgb)) // 6)
    score = scored(push_truth, saturated(push_truth.rgb, steps))
    assert score.value == pytest.approx(2 * np.log(1.05), rel=0.3)
    assert score.value > MEASURE.limit(0.0, push_truth)


def test_a_film_that_is_paler_and_darker_all_along_does_not_drift(push_truth):
    pale = saturated(push_truth.rgb, np.full(len(push_truth.rgb), 0.6)) * 0.8
    score = scored(push_truth, pale.astype(np.uint8))
    assert score.value < MEASURE.limit(0.0, push_truth)


def test_a_film_without_colour_is_judged_by_its_brightness(push_truth):
    grey = np.repeat(push_truth.rgb.mean(axis=3, keepdims=True), 3, axis=3)
    fading = grey * (1.0 - 0.01 * np.arange(len(grey)))[:, None, None, None]
    score = scored(push_truth, fading.astype(np.uint8))
    assert "saturation" not in score.parts["slope_per_s"]
    assert score.value > MEASURE.limit(0.0, push_truth)


def test_a_black_film_says_nothing(push_truth):
    assert scored(push_truth, np.zeros_like(push_truth.rgb)).value is None


def test_short_films_have_wider_limits(push_truth):
    assert MEASURE.limit(0.0, push_truth) == pytest.approx(0.016)
