"""Commands that are refused, by reason; the watchdog; actions that bring robots to rest."""

import re

import numpy as np
import pytest

from physai_sim.control.safety import REASONS, CommandGate, CommandLimits, Watchdog, safe_action
from physai_sim.core.types import RobotSpec

S, TICK = 1_000_000_000, 50_000_000
NOW = 10 * S
LIMITS = CommandLimits(
    ("speed_mps", "curvature_per_m"), np.array([-2.0, -0.2]), np.array([8.0, 0.2])
)


@pytest.fixture
def gate():
    return CommandGate(LIMITS, period_ns=TICK)


@pytest.mark.parametrize(
    ("values", "stamp", "reason", "text"),
    [
        ([1.0], NOW, "wrong_shape", r"shape \(1,\); expected \(2,\): speed_mps, curv"),
        ([[1.0, 0.0]], NOW, "wrong_shape", "shape"),
        ([np.nan, 0.0], NOW, "not_finite", "speed_mps is nan"),
        ([1.0, -np.inf], NOW, "not_finite", "curvature_per_m is -inf"),
        ([8.2, 0.0], NOW, "out_of_range", "speed_mps is 8.2; expected -2 to 8"),
        ([1.0, -0.21], NOW, "out_of_range", "curvature_per_m"),
        ([1.0, 0.0], NOW - S // 2 - 1, "late", "0.500 s old"),
        ([1.0, 0.0], NOW + TICK + 1, "from_the_future", "0.050 s ahead"),
    ],
)
def test_a_wrong_command_is_refused_counted_and_explained(gate, values, stamp, reason, text):
    assert gate.offer([1.0, 0.1], stamp_ns=NOW - S // 4, now_ns=NOW) is None
    kept = gate.last
    refusal = gate.offer(values, stamp_ns=stamp, now_ns=NOW)
    assert refusal.reason == reason
    assert re.search(text, refusal.message)
    assert gate.refused == {**dict.fromkeys(REASONS, 0), reason: 1}
    assert (gate.accepted, gate.last) == (1, kept)


@pytest.mark.parametrize("stamp", [NOW - S // 2, NOW, NOW + TICK, None])
def test_a_command_in_time_is_taken(gate, stamp):
    assert gate.offer([8.05, 0.0], stamp_ns=stamp, now_ns=NOW) is None
    assert gate.last.values.tolist() == [8.05, 0.0]
    assert gate.last.stamp_ns == (NOW if stamp is None else stamp)


def test_a_command_older_than_the_last_is_out_of_order_and_an_equal_one_is_not(gate):
    assert gate.offer([1.0, 0.0], stamp_ns=NOW, now_ns=NOW) is None
    assert gate.offer([2.0, 0.0], stamp_ns=NOW, now_ns=NOW) is None
    assert gate.offer([3.0, 0.0], stamp_ns=NOW - 1, now_ns=NOW).reason == "out_of_order"
    gate.restart()
    assert gate.offer([3.0, 0.0], stamp_ns=NOW - 1, now_ns=NOW) is None


def test_what_was_taken_is_a_copy(gate):
    values = np.array([1.0, 0.0])
    gate.offer(values, stamp_ns=NOW, now_ns=NOW)
    values[0] = 5.0
    assert gate.last.values[0] == 1.0


def test_the_watchdog_says_once_that_it_expired_and_once_that_commands_are_back():
    dog = Watchdog()
    dog.restart(NOW)
    said = []
    for k in range(40):
        now = NOW + k * TICK
        if k < 5 or k >= 30:
            dog.feed(now)
        said.append((k, dog.check(now)))
    assert [one for one in said if one[1]] == [(14, "expired"), (30, "recovered")]


def test_a_restart_gives_the_full_time_again():
    dog = Watchdog(timeout_ns=S)
    dog.restart(0)
    assert dog.check(S) == "expired"
    dog.restart(5 * S)
    assert dog.check(5 * S) is None
    assert dog.check(6 * S) == "expired"


def robot(kind, names, low, high):
    low, high = np.array(low), np.array(high)
    return RobotSpec("r", "m", kind, names, low, high, (), wheelbase_m=None)


CAR = robot("acceleration_curvature", ("a_mps2", "c_per_m"), [-8.0, -0.2], [3.0, 0.2])
SPEED = robot("steering_speed", ("steering_rad", "speed_mps"), [-0.5, -3.0], [0.5, 20.0])
ARM = robot("joint_delta", ("j_delta_rad", "gripper_opening_m"), [-0.1, 0.0], [0.1, 0.08])
TOOL = robot("end_effector_delta", ("x_delta_m",), [-0.1], [0.1])


@pytest.mark.parametrize(
    ("spec", "last", "expected"),
    [
        (CAR, [1.0, 0.1], [-8.0, 0.1]),
        (CAR, None, [-8.0, 0.0]),
        (SPEED, [0.3, 9.0], [0.3, 0.0]),
        (ARM, [0.05, 0.02], [0.0, 0.02]),
        (ARM, None, [0.0, 0.08]),
        (TOOL, [0.1], [0.0]),
    ],
)
def test_a_robot_comes_to_rest_as_its_kind_does(spec, last, expected):
    assert safe_action(spec, last).tolist() == expected


@pytest.mark.parametrize("kind", ["acceleration_curvature", "steering_speed"])
def test_a_car_that_gets_no_commands_stands_still(kind, open_session):
    session = open_session("lane_curve", f"robots.ego.action={kind}", cameras=False)
    session.reset(0)
    spec = session.spec.robots["ego"]
    for _ in range(8 * session.spec.control_hz):
        if session.step(safe_action(spec, None)).outcome is not None:
            break
    assert abs(session.stage.robots["ego"].speed_mps()) < 0.05


def test_an_arm_that_gets_no_commands_holds(open_session):
    session = open_session("reach", cameras=False)
    session.reset(0)
    arm = session.stage.robots["arm"]
    before = arm.end_effector_pose().position_m
    for _ in range(20):
        session.step(safe_action(session.spec.robots["arm"], None))
    assert arm.end_effector_pose().position_m == pytest.approx(before, abs=2e-3)
