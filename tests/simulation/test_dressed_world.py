"""A world in other looks is seen as a world that has them, and is in all else its wearer."""

import numpy as np
import pytest

from physai_sim.core.config import load_world
from physai_sim.envs.session import Session
from physai_sim.rendering import choice
from physai_sim.rendering.camera import camera_spec
from physai_sim.simulation.dressed_world import DressedWorld, looks_of

OTHERWISE = [
    "scene.light.direction=[0.5, 0.2, 0.4]",
    "scene.bodies.cube.color_rgba=[0.1, 0.2, 0.9, 1.0]",
    "view.width_px=64",
    "view.height_px=48",
]


def test_it_looks_as_a_world_of_these_looks_and_goes_on_with_its_wearer(two):
    plain, other = two
    camera = camera_spec(other.config.view, other.config.view.mount)
    dressed = DressedWorld(plain.world, looks_of(other.world))
    before = _picture(dressed, camera)
    assert np.array_equal(before, _picture(other.world, camera))
    assert not np.array_equal(before, _picture(plain.world, camera))

    action = plain.spec.action_high * 0.5
    for session in two:
        session.step(action)
    after = _picture(dressed, camera)
    assert np.array_equal(after, _picture(other.world, camera))
    assert not np.array_equal(before, after)


def test_its_clock_and_its_bodies_are_those_of_its_wearer(two):
    plain, other = two
    dressed = DressedWorld(plain.world, looks_of(other.world))
    assert dressed.step_index == plain.world.step_index
    assert dressed.bodies is plain.world.bodies
    assert dressed.state_hash() == plain.world.state_hash()


@pytest.fixture
def two():
    # Nothing is drawn: the two are to differ in what is said here, and in nothing else.
    worlds = [load_world("pick_place", settings) for settings in ((), OTHERWISE)]
    still = [world.model_copy(update={"randomize": {}}) for world in worlds]
    sessions = [Session(world, cameras=False) for world in still]
    for session in sessions:
        session.reset(1)
    yield sessions
    for session in sessions:
        session.close()


def _picture(world, camera):
    [frame] = choice.renderer_of(world).render_batch([(world, camera)])
    return frame.rgb
