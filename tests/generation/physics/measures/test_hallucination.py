"""Row 25: a mover that is not in the world fails, looks and small films do not."""

import cv2
import numpy as np
import pytest

from physai_sim.core.rollouts import Expansion
from physai_sim.generation.physics.clip import Clip
from physai_sim.generation.physics.measures.hallucination import Hallucination
from physai_sim.generation.physics.sight import Sight
from physai_sim.generation.physics.truth import true_film
from physai_sim.generation.variation.appearance import changed

MEASURE = Hallucination()


def scored(truth, frames):
    return MEASURE.score(Sight(Clip("made by hand", truth.hz, frames), "tracker"), truth)


def test_nothing_is_invented_in_the_true_film(push_truth):
    score = scored(push_truth, push_truth.rgb)
    assert (score.value, score.fault) == (1.0, None)


def test_a_disc_that_crosses_the_picture_is_found(push_truth):
    frames = push_truth.rgb.copy()
    for k, frame in enumerate(frames):
        cv2.circle(frame, (8 + 3 * k // 2, 14), 5, (30, 30, 200), -1)
    score = scored(push_truth, frames)
    assert "where nothing moves in the world" in score.fault
    assert score.parts["invented_px"] > 0
    assert score.parts["longest_s"] > 1.0


def test_what_flashes_by_is_not_invented(push_truth):
    frames, rng = push_truth.rgb.copy(), np.random.default_rng(0)
    for frame in frames[::2]:
        row, column = rng.integers(0, 80, 2)
        frame[row : row + 9, column : column + 9] = (30, 200, 30)
    score = scored(push_truth, frames)
    assert (score.value, score.fault) == (1.0, None)


def test_a_darker_film_passes(push_truth):
    score = scored(push_truth, push_truth.rgb // 2 + 20)
    assert score.value > 0.95
    assert score.fault is None


def test_a_still_clip_and_a_short_one_say_nothing(push_truth):
    still = np.repeat(push_truth.rgb[:1], len(push_truth.rgb), axis=0)
    assert scored(push_truth, still).reason == "nothing moves in the clip"
    assert "too short" in scored(push_truth, push_truth.rgb[:12]).reason


def test_the_bar_is_the_published_one_unless_the_floor_is_lower(push_truth):
    assert MEASURE.limit(1.0, push_truth) == 0.682
    assert MEASURE.limit(0.5, push_truth) == 0.5


@pytest.mark.slow
def test_it_does_not_apply_to_a_camera_that_moves(lane_curve_truth, push_truth):
    assert not MEASURE.applies(lane_curve_truth)
    assert MEASURE.applies(push_truth)


@pytest.mark.slow
@pytest.mark.parametrize(
    "light", ["[-1.0, -0.2, 0.35]", "[0.6, 0.8, 0.4]"], ids=["from_the_left", "from_behind"]
)
def test_shadows_of_another_light_are_no_inventions_though_nobody_says_it_is_meant(
    push_truth, light
):
    low = Expansion("appearance", "low", (f"scene.light.direction={light}",))
    relit = true_film(changed(push_truth.source, low), push_truth.view)
    score = scored(push_truth, relit.rgb)
    assert (score.value, score.fault) == (1.0, None)
