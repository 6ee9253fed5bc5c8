"""A2: exact on sights made by hand; passes the truth, fails other actions and drift at rest."""

from dataclasses import replace

import numpy as np
import pytest

from physai_sim.generation.physics.clip import Clip
from physai_sim.generation.physics.lifting import body_middle
from physai_sim.generation.physics.measures.action_following import ActionFollowing
from physai_sim.generation.physics.motion import pixel_m
from physai_sim.generation.physics.tracking.look import look, look_at_truth
from physai_sim.generation.physics.truth import true_film

MEASURE = ActionFollowing()


def test_a_cube_that_goes_as_it_is_pushed_scores_one(push_truth, sight_at):
    sight = sight_at(push_truth, {"cube": body_middle(push_truth, "cube")})
    score = MEASURE.score(sight, push_truth)
    assert score.value == pytest.approx(1.0, abs=1e-9)
    assert score.parts["by_body"]["cube"]["gain"] == pytest.approx(1.0, abs=1e-9)


def test_one_that_stays_where_it_is_scores_nothing(push_truth, sight_at):
    still = np.repeat(body_middle(push_truth, "cube")[:1], len(push_truth.stamps_ns), axis=0)
    score = MEASURE.score(sight_at(push_truth, {"cube": still}), push_truth)
    assert score.value == 0.0
    assert score.parts["by_body"]["cube"]["gain"] == pytest.approx(0.0, abs=1e-6)


def test_drift_where_actions_ask_for_rest_is_no_following(push_truth, sight_at):
    resting = np.repeat(push_truth.poses["cube"][:1], len(push_truth.stamps_ns), axis=0)
    truth = replace(push_truth, poses={**push_truth.poses, "cube": resting})
    middle = body_middle(truth, "cube")
    drift = np.arange(len(middle))[:, None] * (0.5 * pixel_m(truth))
    right = truth.camera.pose_optical_in_parent.matrix()[:3, 0]
    still = MEASURE.score(sight_at(truth, {"cube": middle}), truth)
    drifting = MEASURE.score(sight_at(truth, {"cube": middle + 5 * drift * right}), truth)
    assert still.value == 1.0
    # Seven and a half pixels in a step, fewer across a ray that turns to the side.
    assert drifting.value == drifting.parts["stillness"]
    assert 2.0 / 7.5 < drifting.value < 0.4


def test_what_nobody_directs_says_nothing(push_truth, sight_at):
    spot = {"spot": body_middle(push_truth, "spot")}
    score = MEASURE.score(sight_at(push_truth, spot), push_truth)
    assert score.value is None
    assert "nothing that actions direct" in score.reason


def test_four_fifths_of_the_floor_pass(push_truth):
    assert MEASURE.applies(push_truth)
    assert MEASURE.limit(0.9, push_truth) == pytest.approx(0.72)


@pytest.mark.slow
def test_other_actions_fail_and_the_truth_in_other_colours_passes(push_truth):
    actions = np.random.default_rng(0).permutation(push_truth.source.actions)
    count = len(push_truth.rgb)
    view = replace(push_truth.view, frames=count)
    shuffled = true_film(replace(push_truth.source, actions=actions), view).rgb
    recoloured = (push_truth.rgb[..., [1, 0, 2]] * 0.8).astype(np.uint8)
    floor = MEASURE.score(look_at_truth(push_truth, how="tracker"), push_truth).value
    limit = MEASURE.limit(floor, push_truth)
    for frames, passes in ((shuffled, False), (recoloured, True)):
        sight = look(Clip("a clip", push_truth.hz, frames), push_truth)
        assert (MEASURE.score(sight, push_truth).value >= limit) is passes


def test_where_the_arm_only_stands_by_nothing_can_follow(falling_ball_truth):
    score = MEASURE.score(look_at_truth(falling_ball_truth, how="masks"), falling_ball_truth)
    assert score.value is None
    assert "actions move nothing" in score.reason
