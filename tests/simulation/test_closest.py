"""Distances of shapes put anywhere, against distances by hand."""

import pytest

from physai_sim.core.geometry import Pose, from_rpy
from physai_sim.core.scene_config import BodyConfig, PoseConfig, SceneConfig
from physai_sim.simulation.closest import gap_to_body, gap_to_shape, shape_of

BALL = BodyConfig(shape="sphere", radius_m=0.1, mass_kg=1.0)
BOX = BodyConfig(shape="box", size_m=(0.2, 0.2, 0.2), mass_kg=1.0)
CAN = BodyConfig(shape="cylinder", radius_m=0.1, height_m=0.2, mass_kg=1.0)


@pytest.fixture
def world(build_world):
    far = BOX.model_copy(update={"pose": PoseConfig(position_m=(3.0, 0.0, 0.1))})
    ghost = BodyConfig(shape="sphere", radius_m=0.5, collides=False)
    return build_world(SceneConfig(bodies={"far": far, "ghost": ghost}))


@pytest.mark.parametrize("config", [BALL, BOX, CAN])
@pytest.mark.parametrize("height", [0.3, 0.1, 0.04, -0.2])
def test_the_distance_to_the_ground_is_exact_above_it_and_inside_it(world, config, height):
    shape = shape_of(world, config)
    gap = gap_to_body(shape, Pose((0.0, 0.0, height)), world.bodies["ground"], within_m=1.0)
    assert gap == pytest.approx(height - 0.1, abs=1e-6)


def test_a_turned_box_touches_with_its_edge(world):
    pose = Pose((0.0, 0.0, 0.3), from_rpy(0.7853981634, 0.0, 0.0))
    gap = gap_to_body(shape_of(world, BOX), pose, world.bodies["ground"], within_m=1.0)
    assert gap == pytest.approx(0.3 - 0.1 * 2**0.5, abs=1e-3)  # edges are rounded


def test_two_shapes_that_are_both_put_somewhere(world):
    ball, box = shape_of(world, BALL), shape_of(world, BOX)
    low, high = Pose((0.0, 0.0, 0.5)), Pose((0.0, 0.0, 0.65))
    assert gap_to_shape(ball, high, (box, low), within_m=1.0) == pytest.approx(-0.05, abs=1e-6)


def test_what_is_far_or_cannot_collide_has_no_distance(world):
    shape, pose = shape_of(world, BALL), Pose((0.0, 0.0, 0.5))
    assert gap_to_body(shape, pose, world.bodies["far"], within_m=1.0) is None
    assert gap_to_body(shape, pose, world.bodies["ghost"], within_m=1.0) is None


def test_the_world_does_not_notice(world):
    before = world.state_hash()
    gap_to_body(shape_of(world, BALL), Pose(), world.bodies["ground"], within_m=1.0)
    assert world.state_hash() == before
