"""A Body: frames, velocities, joints and motors by name."""

import math

import numpy as np
import pytest

from physai_sim.core.errors import UnknownNameError
from physai_sim.core.geometry import Pose, from_rpy
from physai_sim.core.scene_config import SceneConfig
from physai_sim.core.truth import BodyState
from physai_sim.simulation.engine import bullet

# A rod whose centre of mass lies off its link frame, so that the two cannot be mixed up.
ROD = """<robot name="rod">
<link name="rod"><inertial><origin xyz="0.4 0 0" rpy="0 0 0.5"/><mass value="2"/>
<inertia ixx="0.1" iyy="0.2" izz="0.3" ixy="0" ixz="0" iyz="0"/></inertial>
<collision><geometry><box size="0.2 0.2 0.2"/></geometry></collision></link>
<link name="tip"><inertial><mass value="0.5"/>
<inertia ixx="0.1" iyy="0.1" izz="0.1" ixy="0" ixz="0" iyz="0"/></inertial></link>
<link name="end"><inertial><mass value="0.1"/>
<inertia ixx="0.1" iyy="0.1" izz="0.1" ixy="0" ixz="0" iyz="0"/></inertial></link>
<joint name="slide" type="prismatic"><parent link="rod"/><child link="tip"/>
<origin xyz="0 0 1"/><axis xyz="0 0 1"/>
<limit lower="-0.2" upper="0.3" effort="50" velocity="1.5"/></joint>
<joint name="glue" type="fixed"><parent link="tip"/><child link="end"/>
<origin xyz="0.1 0 0"/></joint></robot>"""


@pytest.fixture
def load_rod(build_world, tmp_path):
    path = tmp_path / "rod.urdf"
    path.write_text(ROD)

    def load(pose=None, *, fixed=False):
        world = build_world(SceneConfig(ground=None, gravity_mps2=(0.0, 0.0, 0.0)))
        pose = pose or Pose()
        return world, world.load_urdf(path, name="rod", pose=pose, category="object", fixed=fixed)

    return load


def test_links_and_joints_have_the_names_of_the_model(load_rod):
    _, body = load_rod()
    assert body.links == {"rod": -1, "tip": 0, "end": 1}
    joint = body.joints["slide"]
    assert tuple(body.joints) == ("slide",)
    assert (joint.lower, joint.upper, joint.max_force, joint.max_velocity) == (-0.2, 0.3, 50, 1.5)
    assert joint.child_link == "tip"


def test_poses_are_those_of_link_frames_not_of_centres_of_mass(load_rod):
    pose = Pose((1.0, -2.0, 0.5), from_rpy(0.2, 0.3, 0.4))
    _, body = load_rod(pose)
    assert body.base_pose().position_m == pytest.approx(pose.position_m, abs=1e-6)
    end = pose.compose(Pose((0.1, 0.0, 1.0)))
    assert body.link_pose("end").position_m == pytest.approx(end.position_m, abs=1e-6)
    assert body.link_pose("rod") == body.base_pose()


def test_velocity_is_the_rate_of_the_pose(load_rod):
    world, body = load_rod()
    bullet.resetBaseVelocity(
        body.id, (0.3, 0.1, 0.2), (0.5, -0.4, 1.0), physicsClientId=world.client
    )
    for link in (-1, 0, 1):
        bullet.changeDynamics(
            body.id, link, linearDamping=0, angularDamping=0, physicsClientId=world.client
        )
    world.step(20)
    before, state = body.base_pose(), body.state()
    world.step(1)
    after = body.base_pose()
    rate = np.subtract(after.position_m, before.position_m) * 240
    assert state.linear_mps == pytest.approx(rate.tolist(), abs=0.01)


def test_an_unknown_link_is_named_with_the_known(load_rod):
    _, body = load_rod()
    with pytest.raises(UnknownNameError, match="did you mean 'tip'"):
        body.link_pose("tipp")


def test_joints_can_be_put_anywhere(load_rod):
    _, body = load_rod()
    body.reset_joints({"slide": 0.25}, velocity=0.5)
    positions, velocities = body.joint_states()
    assert (positions.tolist(), velocities.tolist()) == ([0.25], [0.5])
    assert body.link_pose("tip").position_m[2] == pytest.approx(1.25)


def test_joints_are_free_until_a_motor_is_commanded(load_rod):
    world, body = load_rod(fixed=True)
    body.reset_joints({"slide": 0.0}, velocity=0.1)
    world.step(24)
    assert body.joint_states()[0][0] == pytest.approx(0.01, rel=0.05)


def test_a_position_motor_arrives_and_respects_its_greatest_speed(load_rod):
    world, body = load_rod(fixed=True)
    command = {"targets": [0.2], "forces": [1000.0], "max_velocities": [0.1]}
    body.set_motors(("slide",), "position", **command)
    world.step(240)
    assert body.joint_states()[0][0] == pytest.approx(0.1, rel=0.05)
    world.step(360)
    assert body.joint_states()[0][0] == pytest.approx(0.2, abs=1e-3)


def test_a_velocity_motor_keeps_its_speed(load_rod):
    world, body = load_rod(fixed=True)
    body.set_motors(("slide",), "velocity", targets=[0.2], forces=[1000.0])
    world.step(120)
    assert body.joint_states()[1][0] == pytest.approx(0.2, rel=1e-3)


def test_motors_remember_the_newest_command(load_rod):
    _, body = load_rod()
    body.set_motors(("slide",), "position", targets=[0.1], forces=[5.0])
    (command,) = body.motors().values()
    assert [0.1] in command.values()
    kept = body.motors()
    body.set_motors(("slide",), "velocity", targets=[1.0], forces=[5.0])
    body.restore_motors(kept)
    assert body.motors() == kept


def test_fixed_and_free_are_told_apart(load_rod):
    assert load_rod(fixed=True)[1].is_fixed
    assert not load_rod()[1].is_fixed


def test_reset_base_gives_a_velocity(load_rod):
    _, body = load_rod()
    body.reset_base(Pose((0.0, 0.0, 2.0)), (1.0, 2.0, 3.0))
    assert body.state().linear_mps == (1.0, 2.0, 3.0)
    assert math.isclose(body.base_pose().position_m[2], 2.0, abs_tol=1e-9)


def test_more_mass_adds_inertia_in_proportion_and_moves_no_centre(load_rod):
    world, rod = load_rod()

    def dynamics():
        return bullet.getDynamicsInfo(rod.id, -1, physicsClientId=world.client)

    before = dynamics()
    rod.add_mass(1.0)
    after = dynamics()
    assert after[0] == 3.0
    assert after[2] == pytest.approx([1.5 * value for value in before[2]])
    assert after[3:5] == before[3:5]
    assert after[1] == before[1]


def test_grip_changes_lateral_friction_alone(load_rod):
    world, rod = load_rod()

    def dynamics(link):
        return bullet.getDynamicsInfo(rod.id, rod.links[link], physicsClientId=world.client)

    before, other = dynamics("tip"), dynamics("rod")
    rod.set_grip({"tip": 0.25})
    assert dynamics("tip")[1] == 0.25
    assert dynamics("tip")[2:] == before[2:]
    assert dynamics("rod") == other


def test_a_state_that_was_set_is_the_state(load_rod):
    _, body = load_rod()
    pose = Pose((1.0, -2.0, 0.5), from_rpy(0.2, 0.3, 0.4))
    wanted = BodyState(pose, (0.3, -0.1, 0.2), (0.5, 1.0, -0.7))
    puts = body.puts
    body.set_state(wanted)
    state = body.state()
    assert state.pose_in_world.position_m == pytest.approx(pose.position_m, abs=1e-6)
    assert state.linear_mps == pytest.approx(wanted.linear_mps, abs=1e-6)
    assert state.angular_radps == pytest.approx(wanted.angular_radps, abs=1e-6)
    assert body.puts > puts
