"""What a world file describes stands in the world."""

import numpy as np
import pytest

from physai_sim.core.scene_config import BodyConfig, GroundConfig, PoseConfig, SceneConfig
from physai_sim.simulation import scene
from physai_sim.simulation.engine import bullet

SHAPES = {
    "box": BodyConfig(shape="box", size_m=(0.4, 0.6, 0.8), friction=0.3),
    "sphere": BodyConfig(shape="sphere", radius_m=0.25, mass_kg=3.0),
    "cylinder": BodyConfig(shape="cylinder", radius_m=0.2, height_m=0.7),
}


@pytest.mark.parametrize("shape", SHAPES)
def test_a_shape_has_the_size_it_was_given(shape, build_world):
    world = build_world(SceneConfig(ground=None, bodies={"it": SHAPES[shape]}))
    low, high = bullet.getAABB(world.bodies["it"].id, physicsClientId=world.client)
    assert np.subtract(high, low) == pytest.approx(SHAPES[shape].extents_m, abs=0.01)
    assert world.bodies["it"].info.size_m == SHAPES[shape].extents_m


@pytest.mark.parametrize("shape", SHAPES)
def test_mass_and_friction_reach_the_engine(shape, build_world):
    config = SHAPES[shape]
    world = build_world(SceneConfig(bodies={"it": config}))
    dynamics = bullet.getDynamicsInfo(world.bodies["it"].id, -1, physicsClientId=world.client)
    assert dynamics[:2] == (config.mass_kg, config.friction)


@pytest.mark.parametrize("shape", SHAPES)
def test_what_is_drawn_is_what_collides(shape, build_world):
    world = build_world(SceneConfig(bodies={"it": SHAPES[shape]}))
    body = world.bodies["it"]
    (seen,) = bullet.getVisualShapeData(body.id, physicsClientId=world.client)
    (solid,) = bullet.getCollisionShapeData(body.id, -1, physicsClientId=world.client)
    numbers = {"box": 3, "sphere": 1, "cylinder": 2}[shape]  # the engine pads the others
    assert seen[2] == solid[2]
    assert seen[3][:numbers] == pytest.approx(solid[3][:numbers])
    assert seen[7] == pytest.approx(SHAPES[shape].color_rgba)


def test_the_top_of_the_ground_is_at_zero(build_world):
    world = build_world(SceneConfig(ground=GroundConfig(size_m=20.0, friction=0.7)))
    _, (x, y, z) = world.ray_test((9.9, -9.9, 3.0), (9.9, -9.9, -3.0))
    assert (x, y, z) == pytest.approx((9.9, -9.9, 0.0), abs=1e-6)
    assert world.ray_test((10.1, 0.0, 3.0), (10.1, 0.0, -3.0)) is None


def test_a_body_stands_at_its_pose(build_world):
    pose = PoseConfig(position_m=(1.0, 2.0, 3.0), rpy_rad=(0.1, 0.2, 0.3))
    config = BodyConfig(shape="box", size_m=(1.0, 1.0, 1.0), pose=pose)
    body = build_world(SceneConfig(bodies={"it": config})).bodies["it"]
    assert body.base_pose().position_m == pytest.approx((1.0, 2.0, 3.0))
    assert body.base_pose().rotation_xyzw == pytest.approx(pose.pose().rotation_xyzw)


def test_mass_zero_never_moves(build_world):
    config = BodyConfig(shape="sphere", radius_m=0.1, pose=PoseConfig(position_m=(0.0, 0.0, 2.0)))
    world = build_world(SceneConfig(bodies={"it": config}))
    world.step(100)
    assert world.bodies["it"].is_fixed
    assert world.bodies["it"].base_pose().position_m == (0.0, 0.0, 2.0)


def test_a_mesh_is_seen_but_not_felt(build_world):
    world = build_world(SceneConfig(ground=None))
    corners = np.array([[0.0, 0, 0], [1, 0, 0], [1, 1, 0], [0, 1, 0]])
    triangles = np.array([[0, 1, 2], [0, 2, 3]], dtype=np.int32)
    body = scene.add_mesh(world, corners, triangles, name="patch", rgba=(1, 0, 0, 1))
    assert body.info.category == "road"
    assert world.ray_test((0.5, 0.5, 1.0), (0.5, 0.5, -1.0)) is None
    assert len(bullet.getVisualShapeData(body.id, physicsClientId=world.client)) == 1


def drop(build_world, **changed):
    """Heights of a ball that falls from 1 m onto a ground of restitution 1, each step [m]."""
    ball = BodyConfig(
        shape="sphere",
        radius_m=0.05,
        mass_kg=0.2,
        pose=PoseConfig(position_m=(0.0, 0.0, 1.05)),
        **changed,
    )
    world = build_world(SceneConfig(ground=GroundConfig(restitution=1.0), bodies={"it": ball}))
    heights = []
    for _ in range(300):
        world.step()
        heights.append(world.bodies["it"].base_pose().position_m[2] - 0.05)
    return np.array(heights)


@pytest.mark.parametrize("restitution", [0.5, 0.7, 0.9])
def test_a_ball_bounces_to_the_square_of_its_restitution(restitution, build_world):
    heights = drop(build_world, restitution=restitution)
    first = int(np.argmin(heights[:150]))
    assert heights[first:].max() == pytest.approx(restitution**2, abs=0.03)


def test_a_ball_without_restitution_stays_down(build_world):
    assert drop(build_world)[130:].max() < 0.01


def test_a_body_starts_with_its_velocity(build_world):
    ball = BodyConfig(shape="sphere", radius_m=0.1, mass_kg=1.0, velocity_mps=(0.5, -0.2, 3.0))
    world = build_world(SceneConfig(ground=None, gravity_mps2=(0, 0, 0), bodies={"it": ball}))
    assert world.bodies["it"].state().linear_mps == pytest.approx((0.5, -0.2, 3.0))


def test_rolling_friction_brings_a_ball_to_rest(build_world):
    left = []
    for rolling_friction in (0.0, 0.002):
        ball = BodyConfig(
            shape="sphere",
            radius_m=0.1,
            mass_kg=1.0,
            pose=PoseConfig(position_m=(0.0, 0.0, 0.1)),
            velocity_mps=(0.5, 0.0, 0.0),
            rolling_friction=rolling_friction,
        )
        world = build_world(SceneConfig(bodies={"it": ball}))
        world.step(1200)
        left.append(world.bodies["it"].state().linear_mps[0])
    assert left[0] > 0.2
    assert left[1] == pytest.approx(0.0, abs=1e-3)
