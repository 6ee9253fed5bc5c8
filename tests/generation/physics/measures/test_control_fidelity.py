"""A9: passes what is recoloured, fails what is shifted, and says what it cannot tell."""

from dataclasses import replace

import numpy as np
import pytest

from physai_sim.generation.physics.clip import Clip
from physai_sim.generation.physics.measures.control_fidelity import ControlFidelity
from physai_sim.generation.physics.tracking.look import look_at_truth

MEASURE = ControlFidelity()


@pytest.fixture(scope="module")
def seen(push_truth):
    return look_at_truth(push_truth, how="masks")


def with_frames(sight, frames, how="tracker"):
    return replace(sight, clip=Clip("made by hand", sight.clip.hz, frames), how=how)


def test_the_truth_by_its_own_masks_is_perfect(seen, push_truth):
    score = MEASURE.score(seen, push_truth)
    assert score.value == 1.0
    assert score.parts["label_survival"] == 1.0
    assert score.parts["edge_f1"] == pytest.approx(1.0)
    assert score.parts["depth_si_rmse_m"] is None


def test_other_colours_change_no_label(seen, push_truth):
    score = MEASURE.score(with_frames(seen, push_truth.rgb[..., ::-1] // 2), push_truth)
    assert (score.value, score.fault) == (1.0, None)


def test_a_shift_by_ten_of_128_pixels_fails(seen, push_truth):
    shifted = np.roll(push_truth.rgb, round(10 / 128 * 96), axis=2)
    score = MEASURE.score(with_frames(seen, shifted), push_truth)
    assert "8 px to the right" in score.fault
    assert score.parts["offset_px"] == [8, 0]


def test_a_body_that_is_lost_half_of_the_time_halves_the_survival_of_its_labels(seen, push_truth):
    cube = seen.tracks["cube"]
    masks = cube.masks.copy()
    masks[: len(masks) // 2] = False
    tracks = {"cube": replace(cube, masks=masks)}
    score = MEASURE.score(replace(seen, tracks=tracks), push_truth)
    assert score.parts["label_survival"] == pytest.approx(0.5, abs=0.03)
    assert score.value == pytest.approx(0.5, abs=0.03)


def test_depth_counts_where_the_clip_gives_it(seen, push_truth):
    clip = replace(seen.clip, depth_m=2.0 * push_truth.depth_m)
    score = MEASURE.score(replace(seen, clip=clip), push_truth)
    assert score.parts["depth_si_rmse_m"] == pytest.approx(0.0, abs=1e-5)


def test_without_a_body_that_can_be_followed_there_is_no_value(seen, push_truth):
    score = MEASURE.score(replace(seen, tracks={}), push_truth)
    assert score.value is None
    assert "no body can be followed" in score.reason


def test_the_limit_never_asks_for_more_than_the_floor(push_truth):
    assert MEASURE.limit(0.8, push_truth) == pytest.approx(0.4)
