"""A stage is seen as its variants are, and refuses what is none in looks alone."""

from dataclasses import replace

import numpy as np
import pytest

from physai_sim.core.config import load_world
from physai_sim.core.errors import ConfigError
from physai_sim.generation.film.stage import Stage
from physai_sim.generation.resimulation import concrete
from physai_sim.generation.source.from_world import from_world
from physai_sim.generation.variation.appearance import appearance, changed
from physai_sim.rendering import choice
from physai_sim.simulation.dressed_world import DressedWorld


@pytest.fixture(scope="module")
def source():
    return from_world(load_world("reach"), 0)


@pytest.fixture(scope="module")
def stage(source):
    with Stage(source) as opened:
        yield opened


def picture(stage, variant):
    world, known = stage.seen_as(variant)
    stage.session.reset(stage.source.seed)
    camera = known["front_camera"].camera
    [frame] = choice.renderer_of(world).render_batch([(world, camera)])
    return world, frame.rgb


def test_the_source_itself_is_seen_in_its_own_world(stage, source):
    world, _ = picture(stage, source)
    assert world is stage.session.world


@pytest.mark.parametrize("look", ["night", "noon+rain+wet+texture_1+camera_1"])
def test_a_variant_is_seen_as_in_a_world_of_its_own(stage, source, look):
    variant = changed(source, appearance(look, concrete(source)))
    world, seen = picture(stage, variant)
    with Stage(variant) as own:
        _, expected = picture(own, variant)
    assert isinstance(world, DressedWorld)
    assert np.array_equal(seen, expected)


def test_a_variant_whose_bodies_stand_otherwise_is_refused(stage, source):
    moved = replace(source, config=concrete(source), draw={}, seed=source.seed + 1)
    base = moved.config.model_copy(update={"scene": _heavier(moved.config.scene)})
    with pytest.raises(ConfigError, match="stand otherwise"):
        stage.seen_as(replace(moved, config=base))


def _heavier(scene):
    bodies = dict(scene.bodies)
    name, body = next(iter(bodies.items()))
    pose = body.pose.model_copy(
        update={"position_m": tuple(x + 0.1 for x in body.pose.position_m)}
    )
    bodies[name] = body.model_copy(update={"pose": pose})
    return scene.model_copy(update={"bodies": bodies})
