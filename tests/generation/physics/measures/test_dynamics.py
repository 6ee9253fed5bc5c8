"""A6: the truth passes; gravity and restitution that are not the world's fail."""

import numpy as np
import pytest

from physai_sim.core import registry
from physai_sim.generation.physics.measures.dynamics import MARGIN, Dynamics
from physai_sim.generation.physics.tracking.look import look, look_at_truth


def score(clip, truth):
    return Dynamics().score(look(clip, truth), truth)


def test_the_constants_of_the_true_film_are_those_of_the_world(falling_ball_truth):
    found = Dynamics().score(look_at_truth(falling_ball_truth, how="tracker"), falling_ball_truth)
    g = found.parts["ball"]["gravity_mps2"]
    assert g["fitted"] == pytest.approx(9.81, abs=3 * g["standard_error"])
    assert found.value < 0.04


@pytest.mark.parametrize("fault", ["gravity", "restitution"])
def test_a_planted_fault_fails(fault, falling_ball_truth):
    clip = registry.find("faults", fault)().plant(falling_ball_truth, 0)
    floor = Dynamics().score(look_at_truth(falling_ball_truth, how="tracker"), falling_ball_truth)
    assert score(clip, falling_ball_truth).value > Dynamics().limit(
        floor.value, falling_ball_truth
    )


def test_a_ball_that_is_hardly_seen_is_unknown(falling_ball_truth, sight_at):
    middle = falling_ball_truth.poses["ball"][:, :3].copy()
    middle[4:] = np.nan
    found = Dynamics().score(sight_at(falling_ball_truth, {"ball": middle}), falling_ball_truth)
    assert found.value is None


def test_it_applies_where_something_flies(falling_ball_truth, push_truth):
    assert Dynamics().applies(falling_ball_truth)
    assert not Dynamics().applies(push_truth)


def test_the_limit_is_half_of_the_smallest_planted_change(falling_ball_truth):
    assert Dynamics().limit(0.01, falling_ball_truth) == pytest.approx(0.01 + MARGIN)
