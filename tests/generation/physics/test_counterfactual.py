"""Two films of one start: their difference is compared, and only if they start alike."""

from dataclasses import replace

import numpy as np
import pytest

from physai_sim.core.errors import ConfigError
from physai_sim.generation.physics.counterfactual import counterfactual
from physai_sim.generation.physics.lifting import body_middle


@pytest.fixture(scope="module")
def other(push_truth):
    """As if the cube had not been pushed."""
    still = np.repeat(push_truth.poses["cube"][:1], len(push_truth.stamps_ns), axis=0)
    return replace(push_truth, poses={**push_truth.poses, "cube": still})


def test_a_generator_that_heeds_the_actions_scores_one(push_truth, other, sight_at):
    a, b = (sight_at(t, {"cube": body_middle(t, "cube")}) for t in (push_truth, other))
    score = counterfactual(a, push_truth, b, other)
    assert score.value == pytest.approx(1.0, abs=1e-6)
    assert score.parts["by_body"]["cube"]["gain"] == pytest.approx(1.0, abs=1e-6)


def test_one_that_shows_the_same_film_for_all_actions_scores_next_to_nothing(
    push_truth, other, sight_at
):
    still = {"cube": body_middle(other, "cube")}
    score = counterfactual(sight_at(other, still), push_truth, sight_at(other, still), other)
    assert abs(score.value) < 0.1


def test_films_that_do_not_differ_say_nothing(push_truth, sight_at):
    sight = sight_at(push_truth, {"cube": body_middle(push_truth, "cube")})
    score = counterfactual(sight, push_truth, sight, push_truth)
    assert score.value is None
    assert "less than a tracker sees" in score.reason


def test_films_of_another_start_or_camera_are_refused(push_truth, pick_place_truth, sight_at):
    sight = sight_at(push_truth, {})
    moved = {n: rows + 0.01 for n, rows in push_truth.poses.items()}
    with pytest.raises(ConfigError, match="do not start alike"):
        counterfactual(sight, push_truth, sight, replace(push_truth, poses=moved))
    slow = replace(push_truth, view=replace(push_truth.view, hz=6))
    with pytest.raises(ConfigError, match="camera and rate"):
        counterfactual(sight, push_truth, sight, slow)
