"""The arm moves its tool as commanded, within its limits."""

import math

import numpy as np
import pytest

from physai_sim.robots import _arm, panda
from physai_sim.simulation.engine import bullet
from physai_sim.simulation.ik import rotation_vector

OPEN_M = panda.MAX_OPENING_M
STAY = [0.0] * 6 + [OPEN_M]


@pytest.fixture
def arm_in(open_session):
    """`arm_in(*overrides)`: the arm of the reach world, settled, and its world."""

    def make(*overrides, settle=STAY):
        session = open_session("reach", *overrides, cameras=False)
        session.reset(0)
        arm = session.stage.robots["arm"]
        play(session.world, arm, settle, 20)
        return session.world, arm

    return make


def play(world, arm, action, count):
    for _ in range(count):
        arm.apply_action(action)
        world.step(world.physics_hz // arm.control_hz)


def test_limits_and_forces_are_what_the_engine_reports(arm_in):
    world, arm = arm_in()
    for k, name in enumerate(panda.ARM):
        index = arm.body.joints[name].index
        raw = bullet.getJointInfo(arm.body.id, index, physicsClientId=world.client)
        assert (arm._lower[k], arm._upper[k]) == (raw[8], raw[9])
        assert (arm._forces[k], arm._speeds[k]) == (raw[10], raw[11])


def test_home_is_within_the_limits(arm_in):
    _, arm = arm_in()
    assert (arm._lower < panda.HOME_RAD).all()
    assert (arm._upper > panda.HOME_RAD).all()


def test_without_noise_it_starts_at_home_exactly(open_session):
    session = open_session("reach", "robots.arm.start_noise_rad=0.0", cameras=False)
    session.reset(4)
    positions, velocities = session.stage.robots["arm"].body.joint_states()
    assert positions.tolist() == [*panda.HOME_RAD.tolist(), OPEN_M / 2, OPEN_M / 2]
    assert not velocities.any()


def test_it_holds_its_place_against_gravity(arm_in):
    world, arm = arm_in()
    before = arm.end_effector_pose().position_m
    play(world, arm, STAY, 100)
    assert math.dist(before, arm.end_effector_pose().position_m) < 1e-3


@pytest.mark.parametrize("sign", [1.0, -1.0])
@pytest.mark.parametrize("axis", range(6))
def test_a_delta_moves_the_tool_by_the_delta_and_nothing_else(axis, sign, arm_in):
    world, arm = arm_in()
    delta = np.array(STAY)
    delta[axis] = sign * arm.spec().action_high[axis]
    before = arm.end_effector_pose()
    play(world, arm, delta, 4)
    play(world, arm, STAY, 20)
    after = arm.end_effector_pose()
    wanted = 4 * delta[:6]
    moved = np.subtract(after.position_m, before.position_m)
    turned = rotation_vector(after.rotation_xyzw, before.rotation_xyzw)
    assert np.linalg.norm(moved - wanted[:3]) < 0.002
    assert np.linalg.norm(turned - wanted[3:]) < 0.002


@pytest.mark.parametrize("opening_m", [0.0, 0.02, 0.05, 0.08])
def test_the_gripper_opens_to_the_commanded_width(opening_m, arm_in):
    world, arm = arm_in()
    play(world, arm, [0.0] * 6 + [opening_m], 30)
    fingers = [arm.body.link_pose(f"panda_{side}finger").position_m for side in ("left", "right")]
    positions, _ = arm.body.joint_states()
    assert positions[7:].sum() == pytest.approx(opening_m, abs=5e-4)
    assert positions[7] == pytest.approx(positions[8], abs=5e-4)
    assert math.dist(*fingers) == pytest.approx(opening_m, abs=5e-4)


def test_blocked_by_the_table_the_wish_stays_near_and_the_arm_comes_back_at_once(arm_in):
    world, arm = arm_in()
    play(world, arm, [0.0, 0.0, -0.03, 0.0, 0.0, 0.0, OPEN_M], 60)
    low = arm.end_effector_pose().position_m
    assert low[2] > 0.39  # the table's top is at 0.4 m
    arm.apply_action([0.0, 0.0, -0.03, 0.0, 0.0, 0.0, OPEN_M])
    assert math.dist(low, arm._wish.position_m) <= _arm.LEASH_M + 1e-9
    play(world, arm, [0.0, 0.0, 0.03, 0.0, 0.0, 0.0, OPEN_M], 8)
    assert arm.end_effector_pose().position_m[2] > low[2] + 0.04


def test_joint_deltas_move_the_joints(arm_in):
    stay = [0.0] * 7 + [0.04]
    world, arm = arm_in("robots.arm.action=joint_delta", settle=stay)
    before = arm.body.joint_states()[0][:7]
    deltas = np.array([0.02, -0.02, 0.01, 0.03, -0.01, 0.02, 0.04])
    play(world, arm, [*deltas.tolist(), 0.04], 5)
    play(world, arm, stay, 20)
    assert arm.body.joint_states()[0][:7] - before == pytest.approx(5 * deltas, abs=1e-3)


def test_joint_deltas_stop_at_the_limits(arm_in):
    world, arm = arm_in("robots.arm.action=joint_delta", settle=[0.0] * 7 + [0.04])
    play(world, arm, [0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 9.0, 0.04], 60)
    assert arm._wish_rad[6] == arm._upper[6]
    assert arm.body.joint_states()[0][6] <= arm._upper[6] + 1e-3


def test_actions_are_bounded_by_the_tools_speed(arm_in):
    _, arm = arm_in("robots.arm.tool_speed_mps=0.4", "rates.control_hz=10")
    assert arm.spec().action_high[:3] == pytest.approx(0.04)
    assert arm.spec().action_low[:3] == pytest.approx(-0.04)
    assert arm.apply_action([1.0, *STAY[1:]]).values[0] == pytest.approx(0.04)


def test_low_poly_and_stock_visuals_give_the_same_states_to_the_bit(open_session, drive_randomly):
    hashes = set()
    for visuals in ("low_poly", "stock"):
        session = open_session("reach", f"robots.arm.visuals={visuals}", cameras=False)
        session.reset(3)
        drive_randomly(session, physics_steps=1000)
        hashes.add(session.world.state_hash())
    assert len(hashes) == 1


def test_the_tool_is_10_34_cm_in_front_of_the_hand(arm_in):
    _, arm = arm_in()
    hand, tool = arm.body.link_pose("panda_hand"), arm.end_effector_pose()
    offset = hand.inverse().compose(tool).position_m
    assert offset == pytest.approx((0.0, 0.0, 0.1034), abs=1e-6)  # Franka Hand manual


def test_the_pads_may_grip_otherwise_and_only_they(arm_in):
    def frictions(*settings):
        world, arm = arm_in(*settings, settle=STAY)
        raw = {
            link: bullet.getDynamicsInfo(arm.body.id, index, physicsClientId=world.client)
            for link, index in arm.body.links.items()
        }
        return {link: (values[1], values[7]) for link, values in raw.items()}

    plain, worn = frictions(), frictions("robots.arm.pad_friction=0.4")
    pads = {"panda_leftfinger", "panda_rightfinger"}
    assert {link for link in plain if plain[link] != worn[link]} == pads
    assert {plain[pad] for pad in pads} == {(1.0, 0.1)}
    assert {worn[pad] for pad in pads} == {(0.4, 0.1)}
