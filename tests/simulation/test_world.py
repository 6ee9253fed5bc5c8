"""The World: clock, building anew, rays, hashes, closing."""

import pytest

from physai_sim.core.errors import ConfigError, EpisodeError, UnknownNameError
from physai_sim.core.geometry import Pose
from physai_sim.core.scene_config import BodyConfig, PoseConfig, SceneConfig
from physai_sim.simulation import scene
from physai_sim.simulation.contacts import contacts_of
from physai_sim.simulation.snapshot import restore, take
from physai_sim.simulation.world import World

CUBE = BodyConfig(
    shape="box", size_m=(0.1, 0.1, 0.1), mass_kg=1.0, pose=PoseConfig(position_m=(0, 0, 1.0))
)
FALLING = SceneConfig(bodies={"cube": CUBE})


def test_time_comes_from_the_number_of_steps(build_world):
    world = build_world()
    world.step(7)
    assert world.time_ns == 7 * 1_000_000_000 // 240
    world.step(233)
    assert world.time_ns == 1_000_000_000


def test_a_body_falls_as_the_formula_says(build_world):
    world = build_world(FALLING)
    world.step(60)
    # Semi-implicit Euler falls by g dt^2 n (n + 1) / 2.
    fallen = 9.81 / 240**2 * 60 * 61 / 2
    assert world.bodies["cube"].base_pose().position_m[2] == pytest.approx(1 - fallen, rel=0.005)


def test_gravity_is_the_scenes(build_world):
    world = build_world(SceneConfig(gravity_mps2=(0.0, 0.0, 0.0), bodies={"cube": CUBE}))
    world.step(60)
    assert world.bodies["cube"].base_pose().position_m == (0.0, 0.0, 1.0)


def test_every_physics_step_is_reported(build_world):
    calls = []
    build_world().step(5, on_step=lambda: calls.append(1))
    assert len(calls) == 5


def test_reset_empties_the_world_and_its_clock(build_world):
    world = build_world(FALLING)
    world.step(10)
    generation = world.generation
    world.reset()
    assert (world.bodies, world.time_ns, world.generation) == ({}, 0, generation + 1)


def test_building_anew_repeats_to_the_bit(build_world):
    world = build_world(FALLING)
    hashes = []
    for _ in range(3):
        world.reset()
        scene.build(world, FALLING)
        world.step(500)
        hashes.append(world.state_hash())
    assert len(set(hashes)) == 1


def test_the_hash_sees_a_change_of_one_bit(build_world):
    world = build_world(SceneConfig(gravity_mps2=(0, 0, 0), bodies={"cube": CUBE}))
    before = world.state_hash()
    world.bodies["cube"].reset_base(Pose((0.0, 0.0, 1.0 + 2.0**-52)))
    assert world.state_hash() != before


def test_two_worlds_do_not_disturb_each_other(build_world):
    alone = build_world(FALLING)
    alone.step(300)
    first, second = build_world(FALLING), build_world(FALLING)
    for _ in range(300):
        first.step()
        second.step()
    assert first.state_hash() == second.state_hash() == alone.state_hash()


def test_a_name_is_taken_once(build_world):
    world = build_world(FALLING)
    with pytest.raises(ConfigError, match="two bodies"):
        scene.add_body(world, CUBE, name="cube")


def test_a_missing_model_is_named(build_world, tmp_path):
    with pytest.raises(ConfigError, match=r"nothing\.urdf"):
        build_world().load_urdf(
            tmp_path / "nothing.urdf", name="x", pose=Pose(), category="object"
        )


def test_rays_meet_the_first_body(build_world):
    world = build_world(FALLING)
    name, point = world.ray_test((0.0, 0.0, 5.0), (0.0, 0.0, -5.0))
    assert name == "cube"
    assert point == pytest.approx((0.0, 0.0, 1.05), abs=1e-6)
    name, point = world.ray_test((1.0, 0.0, 5.0), (1.0, 0.0, -5.0))
    assert (name, point) == ("ground", pytest.approx((1.0, 0.0, 0.0), abs=1e-6))
    assert world.ray_test((0.0, 0.0, 5.0), (0.0, 0.0, 6.0)) is None


def test_a_loaded_model_stands_where_it_was_put(build_world, tmp_path):
    model = tmp_path / "bar.urdf"
    model.write_text(
        '<robot name="bar"><link name="bar"><inertial><origin xyz="0.3 0 0.1"/><mass value="2"/>'
        '<inertia ixx="1" iyy="1" izz="1" ixy="0" ixz="0" iyz="0"/></inertial>'
        '<collision><geometry><box size="1 0.2 0.1"/></geometry></collision></link></robot>'
    )
    pose = Pose((1.0, 2.0, 3.0), (0.0, 0.0, 0.6, 0.8))
    body = build_world().load_urdf(model, name="bar", pose=pose, category="object")
    assert body.base_pose().position_m == pytest.approx(pose.position_m, abs=1e-6)
    assert body.base_pose().rotation_xyzw == pytest.approx(pose.rotation_xyzw, abs=1e-6)
    assert body.info.size_m == pytest.approx((1.0, 0.2, 0.1), abs=0.01)


def test_closing_twice_is_fine_and_a_closed_world_says_so():
    with World(FALLING, physics_hz=240) as world:
        world.reset()
    world.close()
    with pytest.raises(EpisodeError, match="closed"):
        world.reset()


def test_a_removed_body_is_gone_and_the_others_go_on(build_world):
    lone, other = build_world(FALLING), build_world(FALLING)
    away = CUBE.model_copy(update={"pose": PoseConfig(position_m=(5.0, 0.0, 0.05))})
    scene.add_body(other, away, name="visitor")
    build = other.build
    other.remove("visitor")
    assert other.build > build
    assert list(other.bodies) == ["ground", "cube"]
    assert "visitor" not in other.materials
    assert other.ray_test((5.0, 0.0, 5.0), (5.0, 0.0, -5.0))[0] == "ground"
    for world in (lone, other):
        world.step(300)
    place = lone.bodies["cube"].base_pose().position_m
    assert other.bodies["cube"].base_pose().position_m == pytest.approx(place, abs=1e-6)
    with pytest.raises(UnknownNameError, match="no such body, got 'visitor'"):
        other.remove("visitor")


def test_what_came_and_went_leaves_no_trace_after_a_reset(build_world):
    hashes = []
    for visitors in (0, 3):
        world = build_world(FALLING)
        for k in range(visitors):
            scene.add_body(world, CUBE, name=f"visitor{k}")
            world.step(20)
            world.remove(f"visitor{k}")
        world.reset()
        scene.build(world, FALLING)
        world.step(300)
        hashes.append(world.state_hash())
    assert hashes[0] == hashes[1]


def test_contacts_of_a_removed_body_are_gone_at_once(build_world):
    world = build_world(FALLING)
    scene.add_body(world, CUBE.model_copy(update={"pose": PoseConfig()}), name="below")
    world.step(240)
    assert {c.body_b for c in contacts_of(world, world.bodies["cube"])} == {"below"}
    world.remove("below")
    assert contacts_of(world, world.bodies["cube"]) == ()


def test_a_snapshot_of_other_bodies_is_refused(build_world):
    world = build_world(FALLING)
    snapshot = take(world)
    world.remove("cube")
    with pytest.raises(EpisodeError, match="no longer fits"):
        restore(world, snapshot)
    snapshot.discard()
