import numpy as np
import pytest

from physai_sim.core.types import Observation
from physai_sim.rendering import tiny
from physai_sim.rendering.camera import project
from policies.control._arm_keys import SPEEDS, ArmKeys

NOTHING = Observation(0, {}, "")
ON_THE_HAND = (
    "sensors.front_camera.mount={parent: arm/panda_hand, "
    "position_m: [0.07, 0.0, 0.02], look_at_m: [0.05, 0.0, 0.2]}"
)


def act(keys, *pressed, at_s=0.0):
    for key in pressed:
        keys.press(key, at_s)
    return keys.action(NOTHING, at_s)


@pytest.fixture
def keys_of(open_session):
    def make(world):
        return ArmKeys(open_session(world, cameras=False).spec)

    return make


@pytest.mark.parametrize(
    ("key", "axis", "sign"),
    [("d", 0, 1), ("a", 0, -1), ("r", 1, -1), ("f", 1, 1), ("w", 2, 1), ("s", 2, -1)],
)
def test_the_tool_moves_in_the_picture_as_the_key_says(open_session, key, axis, sign):
    session = open_session("reach")
    session.reset(0)
    keys, camera = ArmKeys(session.spec), session.spec.sensors["front_camera"].camera
    robot = session.stage.robots["arm"]

    def place():
        """Column and row [px], and depth [m]."""
        optical = tiny.camera_pose(session.world, camera).inverse()
        point = np.array(optical.compose(robot.end_effector_pose()).position_m)
        return np.append(project(camera, point)[0], point[2])

    before = place()
    for step in range(8):
        session.step(act(keys, key, at_s=step / 10))
    moved = place() - before
    assert np.sign(moved[axis]) == sign
    assert abs(moved[axis]) > (4.0 if axis < 2 else 0.05)


def test_without_a_key_the_arm_stands_and_holds_its_gripper_open(keys_of):
    assert act(keys_of("reach")).tolist() == [0, 0, 0, 0, 0, 0, 0.08]


def test_a_key_opens_and_closes_the_gripper(keys_of):
    keys = keys_of("reach")
    assert act(keys, "g")[-1] == 0.0
    assert "gripper closed" in keys.status(NOTHING)
    assert act(keys)[-1] == 0.0
    assert act(keys, "g")[-1] == 0.08


@pytest.mark.parametrize("speed", range(1, 6))
def test_numbers_set_the_speed(keys_of, speed):
    keys = keys_of("reach")
    step = np.linalg.norm(act(keys, str(speed), "d")[:3])
    assert step == pytest.approx(SPEEDS[speed - 1] * 0.03)
    assert f"speed {speed} of 5" in keys.status(NOTHING)


def test_two_ways_at_once_are_no_faster_and_turns_are_turns(keys_of):
    keys = keys_of("reach")
    assert np.linalg.norm(act(keys, "5", "d", "w", "r")[:3]) == pytest.approx(0.03)
    assert np.linalg.norm(act(keys, "u", at_s=9.0)[3:6]) == pytest.approx(0.2)
    assert act(keys, at_s=9.0)[5] == pytest.approx(0.2)


def test_space_halts(keys_of):
    assert act(keys_of("reach"), "d", "space")[:6].tolist() == [0.0] * 6


def test_of_two_arms_one_moves_and_a_key_takes_the_other(keys_of):
    keys = keys_of("two_arm_reach")
    first = act(keys, "d")
    assert len(first) == 7 + 6
    assert first[:6].any()
    assert not first[7:].any()
    assert "left arm" in keys.status(NOTHING)
    assert "gripper open" in keys.status(NOTHING)
    # What was held for one arm is not meant for the other.
    second = act(keys, "tab")
    assert not second[:6].any()
    assert not second[7:].any()
    third = act(keys, "d", "g")
    assert third[7:].any()
    assert third[6] == 0.08
    assert keys.status(NOTHING).startswith("right arm")
    assert "gripper" not in keys.status(NOTHING)


def test_help_tells_only_what_there_is(keys_of):
    assert "Tab" not in keys_of("reach").help
    assert "G grip" in keys_of("reach").help
    assert "Tab other arm" in keys_of("two_arm_reach").help


def test_without_a_picture_that_stands_still_it_is_seen_from_behind(open_session):
    spec = open_session("reach", ON_THE_HAND).spec
    assert act(ArmKeys(spec), "5", "w")[:3] == pytest.approx([0.03, 0, 0])
    assert act(ArmKeys(spec), "5", "d")[:3] == pytest.approx([0, -0.03, 0])
