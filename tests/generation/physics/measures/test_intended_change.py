"""A11: what is meant to change must change, and nothing else."""

from dataclasses import replace

import numpy as np
import pytest

from physai_sim.core.config import load_world
from physai_sim.core.rollouts import Expansion
from physai_sim.generation.physics.clip import Clip
from physai_sim.generation.physics.intent import meant
from physai_sim.generation.physics.lifting import body_middle
from physai_sim.generation.physics.measures.intended_change import IntendedChange
from physai_sim.generation.physics.measures.state_error import StateError
from physai_sim.generation.physics.report import report
from physai_sim.generation.physics.tracking.look import look
from physai_sim.generation.physics.truth import View, true_film
from physai_sim.generation.source.from_world import from_world
from physai_sim.generation.variation.physics import physics, with_physics

MEASURE = IntendedChange()
NIGHT = Expansion("appearance", "night", ("scene.light.ambient=0.2",))
AS_IT_WAS = Expansion()
LIGHT = physics("scene.gravity_mps2=[0.0, 0.0, -7.0]")
SLIPPERY = physics("scene.bodies.ball.friction=0.0")
DULL = physics("scene.bodies.ball.restitution=0.4")
# The ball rolls after its first bounce with this grip too: nothing moves otherwise.
AS_GRIPPY = physics("scene.bodies.ball.friction=0.5")
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


@pytest.fixture(scope="module")
def ball():
    """The true film of a falling ball, and clips of it whose physics was really changed."""
    source = from_world(load_world("falling_ball"), 1)
    view = View("front_camera", 24, (64, 64), 36)
    clips = {}
    for change in (LIGHT, SLIPPERY):
        film = true_film(with_physics(source, change), view)
        masks = {name: film.mask(name) for name in ("ball", "block")}
        clips[change.name] = Clip(f"{change.name}.mp4", film.hz, film.rgb, masks=masks)
    return true_film(source, view), clips


def scored(ball, made, told):
    """The score of a film in which one thing was changed, and something is told of it."""
    truth, clips = ball
    clip = replace(clips[made.name], expansion=told)
    held = meant(clip, truth)
    return MEASURE.score(look(clip, held), held), MEASURE.limit(0.0, held)


@pytest.mark.parametrize("made", [LIGHT, SLIPPERY], ids=["gravity", "friction"])
def test_physics_that_was_changed_as_it_is_told_keeps_the_limit(ball, made):
    score, limit = scored(ball, made, made)
    assert score.value < limit < score.parts["state_error_to_source"]
    assert score.fault is None


@pytest.mark.parametrize(
    ("made", "told"), [(LIGHT, AS_IT_WAS), (LIGHT, DULL), (SLIPPERY, AS_IT_WAS), (SLIPPERY, LIGHT)]
)
def test_physics_that_was_changed_otherwise_than_it_is_told_exceeds_the_limit(ball, made, told):
    score, limit = scored(ball, made, told)
    assert score.value > limit


def test_a_change_that_moves_nothing_is_unknown_whatever_the_film_shows(ball):
    score, _ = scored(ball, LIGHT, AS_GRIPPY)
    assert score.value is None
    assert "less than a tracker sees" in score.reason


@pytest.mark.slow
@pytest.mark.parametrize(
    ("told", "verdict"), [(LIGHT, "pass"), (None, "fail"), (AS_IT_WAS, "fail"), (DULL, "fail")]
)
def test_the_report_of_a_film_with_other_gravity_goes_by_what_is_told(ball, told, verdict):
    truth, clips = ball
    clip = replace(clips[LIGHT.name], masks={}, expansion=told)  # so that it is tracked
    assert report(clip, truth, measures=(StateError(), MEASURE)).verdict == verdict
