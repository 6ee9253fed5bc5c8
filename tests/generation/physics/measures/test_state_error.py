"""A1: exact on sights made by hand; passes the truth, fails what stands still or runs late."""

from dataclasses import replace

import numpy as np
import pytest

from physai_sim.generation.physics.clip import Clip
from physai_sim.generation.physics.lifting import body_middle
from physai_sim.generation.physics.measures.state_error import StateError
from physai_sim.generation.physics.motion import pixel_m
from physai_sim.generation.physics.tracking.look import look, look_at_truth

MEASURE = StateError()


def lowered(truth, body, metres):
    points = body_middle(truth, body)
    rotation = truth.camera.pose_optical_in_parent.matrix()[:3, :3]
    return points + metres * rotation[:, 1]  # the camera's own down: its depth stays


def test_the_worst_body_decides(push_truth, sight_at):
    points = {"cube": lowered(push_truth, "cube", 0.04), "spot": lowered(push_truth, "spot", 0.0)}
    score = MEASURE.score(sight_at(push_truth, points), push_truth)
    assert score.value == pytest.approx(0.04, abs=1e-9)
    assert score.parts["by_body"]["spot"]["rmse_m"] == pytest.approx(0.0, abs=1e-9)
    assert score.parts["pooled_rmse_m"] == pytest.approx(0.04 / np.sqrt(2), abs=1e-9)


def test_a_long_film_is_judged_by_its_worst_four_seconds(push_truth, sight_at):
    points, lowest = body_middle(push_truth, "cube"), lowered(push_truth, "cube", 0.04)
    points[-24:] = lowest[-24:]  # of 54 frames, 12 in a second
    told = MEASURE.score(sight_at(push_truth, {"cube": points}), push_truth)
    assert told.value == pytest.approx(0.04 * np.sqrt(24 / 48))
    assert told.parts["by_body"]["cube"]["rmse_m"] == pytest.approx(0.04 * np.sqrt(24 / 54))


def test_four_seconds_in_which_a_body_is_hardly_seen_decide_nothing(push_truth, sight_at):
    points = lowered(push_truth, "cube", 0.04)
    points[:40] = np.nan
    assert MEASURE.score(sight_at(push_truth, {"cube": points}), push_truth).value == (
        pytest.approx(0.04)
    )


def test_an_error_is_told_as_a_share_of_the_way_where_there_is_one(push_truth, sight_at):
    points = {"cube": lowered(push_truth, "cube", 0.04), "spot": lowered(push_truth, "spot", 0.0)}
    told = MEASURE.score(sight_at(push_truth, points), push_truth).parts["by_body"]
    assert told["cube"]["rmse_of_path"] == pytest.approx(0.04 / told["cube"]["path_m"])
    assert told["spot"]["rmse_of_path"] is None


def test_the_horizon_is_when_five_centimetres_are_first_exceeded(push_truth, sight_at):
    points = body_middle(push_truth, "cube")
    assert (
        MEASURE.score(sight_at(push_truth, {"cube": points}), push_truth).parts["horizon_5cm_s"]
        is None
    )
    points[12:] = lowered(push_truth, "cube", 0.06)[12:]
    parts = MEASURE.score(sight_at(push_truth, {"cube": points}), push_truth).parts
    assert parts["horizon_5cm_s"] == 12 / push_truth.hz
    assert parts["curve_m"]["0.5"] == pytest.approx(0.0, abs=1e-9)
    assert parts["curve_m"]["2"] == pytest.approx(0.06 * np.sqrt(13 / 25))


def test_nothing_that_can_be_followed_is_unknown_and_not_zero(push_truth, sight_at):
    score = MEASURE.score(sight_at(push_truth, {}), push_truth)
    assert score.value is None
    assert "no body" in score.reason


def test_bodies_that_cannot_be_followed_are_untold_and_arms_are_not_asked_for(
    push_truth, sight_at
):
    points = {name: body_middle(push_truth, name) for name in ("cube", "spot")}
    sight = sight_at(push_truth, points)
    doubtful = replace(sight.tracks["cube"], doubt="too small")
    tracks = {**sight.tracks, "cube": doubtful, "arm": replace(doubtful, body="arm")}
    assert MEASURE.score(replace(sight, tracks=tracks), push_truth).untold == {"cube"}


def test_the_limit_is_two_pixels_above_the_floor(push_truth):
    assert MEASURE.limit(0.01, push_truth) == pytest.approx(0.01 + 2 * pixel_m(push_truth))


def tried(truth, frames):
    """Score of a clip, and the limit that the true film's own tracks give."""
    floor = MEASURE.score(look_at_truth(truth, how="tracker"), truth)
    score = MEASURE.score(look(Clip("a clip", truth.hz, frames), truth), truth)
    return score.value, MEASURE.limit(floor.value, truth)


@pytest.mark.slow
def test_the_truth_in_other_colours_passes_and_a_frozen_film_fails(push_truth):
    value, limit = tried(push_truth, (push_truth.rgb[..., [1, 0, 2]] * 0.8).astype(np.uint8))
    assert value <= limit
    frozen = push_truth.rgb.copy()
    frozen[20:] = frozen[20]
    value, limit = tried(push_truth, frozen)
    assert value > 2 * limit


@pytest.mark.slow
def test_a_film_that_runs_slower_fails(push_truth):
    late = push_truth.rgb[(np.arange(len(push_truth.rgb)) * 0.83).round().astype(int)]
    value, limit = tried(push_truth, late)
    assert value > limit
