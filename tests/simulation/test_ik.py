"""Differential inverse kinematics on the arm that we ship."""

import numpy as np
import pytest

from physai_sim.core.geometry import Pose, from_rpy, multiply
from physai_sim.robots.panda import ARM, HOME_RAD, TOOL
from physai_sim.simulation.ik import rotation_vector, solve_ik


@pytest.fixture
def arm(open_session):
    session = open_session("reach", cameras=False)
    session.reset(0)
    return session.stage.robots["arm"].body


def converge(body, target, rounds=60):
    for _ in range(rounds):
        joints = solve_ik(body, TOOL, target, joints=7, posture=HOME_RAD)
        body.reset_joints(dict(zip(ARM, joints.tolist(), strict=True)))
    return body.link_pose(TOOL)


@pytest.mark.parametrize("offset", [(0.1, 0, 0), (0, -0.2, 0), (0.1, 0.1, -0.15), (0, 0, 0.1)])
@pytest.mark.parametrize("turn", [(0.0, 0.0, 0.0), (0.3, 0.0, 0.0), (0.0, -0.3, 0.5)])
def test_repeated_steps_arrive_at_the_pose(offset, turn, arm):
    start = arm.link_pose(TOOL)
    position = np.add(start.position_m, offset).tolist()
    target = Pose(tuple(position), multiply(from_rpy(*turn), start.rotation_xyzw))
    reached = converge(arm, target)
    assert reached.position_m == pytest.approx(target.position_m, abs=1e-4)
    assert rotation_vector(target.rotation_xyzw, reached.rotation_xyzw) == pytest.approx(
        np.zeros(3), abs=1e-3
    )


@pytest.mark.parametrize("rpy", [(0.0, 0.0, 1.6), (0.0, 0.0, 3.1), (0.4, -0.3, -2.0)])
def test_an_arm_whose_base_is_turned_arrives_too(rpy, open_session):
    setting = f"robots.arm.pose={{position_m: [0.2, 0.1, 0.6], rpy_rad: {list(rpy)}}}"
    session = open_session("reach", setting, cameras=False)
    session.reset(0)
    arm = session.stage.robots["arm"].body
    start = arm.link_pose(TOOL)
    target = Pose(tuple(np.add(start.position_m, (0.05, 0.1, -0.1)).tolist()), start.rotation_xyzw)
    reached = converge(arm, target)
    assert reached.position_m == pytest.approx(target.position_m, abs=1e-4)
    assert rotation_vector(target.rotation_xyzw, reached.rotation_xyzw) == pytest.approx(
        np.zeros(3), abs=1e-3
    )


def test_where_there_is_freedom_the_posture_is_kept(arm):
    target = arm.link_pose(TOOL)
    bent = HOME_RAD + np.array([0.4, 0.2, -0.5, -0.1, 0.2, 0.1, 0.3])
    arm.reset_joints(dict(zip(ARM, bent.tolist(), strict=True)))
    first = float(np.linalg.norm(bent - HOME_RAD))
    converge(arm, target, rounds=300)
    assert np.linalg.norm(arm.joint_states()[0][:7] - HOME_RAD) < first / 2


def test_an_unreachable_pose_gives_finite_joints(arm):
    for _ in range(50):
        joints = solve_ik(arm, TOOL, Pose((5.0, 0.0, 5.0)), joints=7, posture=HOME_RAD)
        assert np.isfinite(joints).all()
        arm.reset_joints(dict(zip(ARM, np.clip(joints, -2.8, 2.8).tolist(), strict=True)))


@pytest.mark.parametrize("vector", [(0, 0, 0), (1e-12, 0, 0), (0.2, -0.1, 0.3), (0, 3.1, 0)])
def test_a_rotation_vector_is_axis_times_angle(vector):
    angle = float(np.linalg.norm(vector))
    scale = np.sin(angle / 2) / angle if angle else 0.5
    turn = (*(np.asarray(vector) * scale).tolist(), float(np.cos(angle / 2)))
    start = from_rpy(0.3, -0.2, 1.0)
    found = rotation_vector(multiply(turn, start), start)
    assert found == pytest.approx(np.asarray(vector, dtype=float), abs=1e-9)
    flipped = tuple(-value for value in multiply(turn, start))
    assert rotation_vector(flipped, start) == pytest.approx(found, abs=1e-9)
