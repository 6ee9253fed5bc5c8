"""Films to learn from: other seeds, the true film's camera and rate, noise after the first."""

from dataclasses import replace

import numpy as np
import pytest

from physai_sim.generation.physics.idm.films import FIRST_SEED, lessons, plan_for
from physai_sim.generation.physics.idm.flow_features import FEATURES


def test_films_are_like_the_true_one_and_last_about_eighty_seconds_in_all(push_truth):
    plan = plan_for(push_truth)
    assert (plan.view.camera, plan.view.hz) == ("front_camera", push_truth.hz)
    assert plan.view.size_px == (96, 96)
    assert plan.view.frames == round(len(push_truth.rgb) / push_truth.hz) * push_truth.hz
    assert 60.0 < plan.count * plan.view.frames / plan.view.hz < 100.0


def test_the_episode_that_is_judged_is_not_learned_from(push_truth):
    plan = replace(plan_for(push_truth), avoid=FIRST_SEED + 1)
    assert len(plan.seeds) == len(set(plan.seeds)) == plan.count
    assert plan.avoid not in plan.seeds


@pytest.mark.slow
def test_lessons_are_the_same_each_time_and_the_second_has_noise(push_truth):
    plan = plan_for(push_truth)
    plan = replace(plan, count=2, view=replace(plan.view, frames=12, size_px=(48, 48)))
    first, second = lessons(plan)
    assert first.motion.shape == second.motion.shape == (11, FEATURES)
    assert len(second.actions) == 14
    still = np.isclose(second.actions[:, 3:5], 0.0).all()
    assert still  # no noise where the expert never acts
    again = lessons(plan)[1]
    assert np.array_equal(again.actions, second.actions)
    assert np.array_equal(again.motion, second.motion)
