"""A11: what is meant to change must change, and nothing else."""

from dataclasses import replace

import numpy as np
import pytest

from physai_sim.core.rollouts import Expansion
from physai_sim.generation.physics.lifting import body_middle
from physai_sim.generation.physics.measures.intended_change import IntendedChange
from physai_sim.generation.physics.measures.state_error import StateError

MEASURE = IntendedChange()
NIGHT = Expansion("appearance", "night", ("scene.light.ambient=0.2",))
HEAVY = Expansion("physics", "heavy", ("scene.bodies.cube.mass_kg=1.0",))


@pytest.fixture
def seen(push_truth, sight_at):
    def make(frames, expansion, by_m=0.0):
        points = body_middle(push_truth, "cube") + np.array([0.0, by_m, 0.0])
        sight = sight_at(push_truth, {"cube": points})
        return replace(sight, clip=replace(sight.clip, frames=frames, expansion=expansion))

    return make


def test_who_does_not_say_what_is_meant_is_told_nothing(seen, push_truth):
    score = MEASURE.score(seen(push_truth.rgb, None), push_truth)
    assert score.value is None
    assert "nobody says" in score.reason


def test_a_darker_film_of_the_same_states_changes_what_it_is_meant_to(seen, push_truth):
    score = MEASURE.score(seen(push_truth.rgb // 2, NIGHT), push_truth)
    assert score.value == pytest.approx(0.0, abs=1e-6)
    assert score.fault is None
    assert score.parts["colour_distance_lab"] > 10.0


def test_a_film_that_looks_as_it_did_has_not_changed(seen, push_truth):
    score = MEASURE.score(seen(push_truth.rgb, NIGHT), push_truth)
    assert "looks as its source does" in score.fault


def test_a_recoloured_film_that_also_moves_the_body_exceeds_the_limit(seen, push_truth):
    score = MEASURE.score(seen(push_truth.rgb // 2, NIGHT, by_m=0.2), push_truth)
    assert score.value > MEASURE.limit(0.0, push_truth)
    assert MEASURE.limit(0.01, push_truth) == StateError().limit(0.01, push_truth)


def test_changed_physics_must_be_nearer_to_the_changed_episode_than_to_the_source(
    seen, push_truth
):
    far = {n: rows + np.eye(7)[1] * 0.5 for n, rows in push_truth.poses.items()}
    as_it_was, changed = push_truth, replace(push_truth, poses=far)
    sight = seen(push_truth.rgb, HEAVY)
    good = MEASURE.score(sight, replace(as_it_was, before=changed))
    assert good.fault is None
    bad = MEASURE.score(sight, replace(changed, before=as_it_was))
    assert "shows the episode as it was" in bad.fault
    assert MEASURE.size_of_change(replace(changed, before=as_it_was)) == pytest.approx(0.5)
