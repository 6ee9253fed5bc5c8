"""What all tasks with cubes on a table keep: strewn starts, rest, letting go, drops."""

import math

import numpy as np
import pytest

from physai_sim.core.config import load_world
from physai_sim.core.errors import ConfigError, UnknownNameError
from physai_sim.core.geometry import Pose, from_rpy
from physai_sim.envs.session import Session

WORLDS = ("push", "pick_place", "stack_two", "sort_by_colour")
STAY = [0.0] * 6 + [0.08]
every_world = pytest.mark.parametrize("world", WORLDS)


@pytest.fixture
def session_in(open_session):
    def make(world, *overrides):
        session = open_session(world, *overrides, cameras=False, privileged=True)
        session.reset(0)
        return session

    return make


def cubes_of(session):
    return [session.world.bodies[name] for name in session.task._cubes()]


def put_in_place(session):
    for body, place in zip(cubes_of(session), session.task._places_m(session.stage), strict=True):
        body.reset_base(Pose(place))


@every_world
def test_starts_fill_their_rectangle_and_keep_the_gap(world, session_in):
    session, places = session_in(world), []
    config = session.config.task
    for seed in range(40):
        session.reset(seed)
        bodies = [session.world.bodies[name] for name in session.task._strewn()]
        points = np.array([body.base_pose().position_m[:2] for body in bodies])
        apart = np.linalg.norm(points[:, None] - points[None], axis=2)
        assert apart[np.triu_indices(len(points), 1)].min() >= config.gap_m
        places.extend(points)
    low, high = np.min(places, axis=0), np.max(places, axis=0)
    assert (low >= config.start_low_m).all()
    assert (high <= config.start_high_m).all()
    assert (high - low > 0.8 * np.subtract(config.start_high_m, config.start_low_m)).all()


@every_world
def test_each_cube_in_its_place_is_a_condition_of_its_own(world, session_in):
    session = session_in(world)
    cubes, places = cubes_of(session), session.task._places_m(session.stage)
    for number, (cube, place) in enumerate(zip(cubes, places, strict=True)):
        found = session.task.conditions(session.stage)
        assert found == {f"{body.name}_in_place": k < number for k, body in enumerate(cubes)}
        cube.reset_base(Pose(place))
    assert session.task.is_success(session.stage)


@every_world
def test_what_is_strewn_lies_still_from_the_start(world, session_in):
    session = session_in(world)
    before = [body.base_pose().position_m for body in cubes_of(session)]
    session.world.step(120)
    for body, place in zip(cubes_of(session), before, strict=True):
        assert math.dist(body.base_pose().position_m, place) < 1e-3


@every_world
def test_cubes_left_at_their_places_are_a_success_with_the_full_reward(world, session_in):
    session = session_in(world)
    assert not session.task.is_success(session.stage)
    put_in_place(session)
    step = session.step(STAY)
    assert step.outcome is not None
    assert step.outcome.is_success
    assert step.reward == 1.0


@every_world
def test_a_cube_that_still_moves_is_no_success(world, session_in):
    session = session_in(world)
    put_in_place(session)
    body = cubes_of(session)[0]
    body.reset_base(body.base_pose(), linear_mps=(0.0, 0.0, 0.05))
    assert not session.task.is_success(session.stage)


@every_world
def test_a_cube_that_the_arm_still_touches_is_no_success(world, session_in):
    session = session_in(world, "task.success_distance_m=9.0")
    assert session.task.is_success(session.stage)
    tool = session.stage.robots["arm"].end_effector_pose()
    cubes_of(session)[0].reset_base(Pose(tool.position_m, tool.rotation_xyzw))
    for _ in range(40):  # the fingers close on it in the air
        step_arm(session, [0.0] * 7)
    assert not session.task.is_success(session.stage)
    assert cubes_of(session)[0].base_pose().position_m[2] > 0.6


def step_arm(session, action):
    session.stage.robots["arm"].apply_action(action)
    session.world.step(16)
    if session.world.step_index < 200:  # held up until it is gripped
        tool = session.stage.robots["arm"].end_effector_pose()
        cubes_of(session)[0].reset_base(Pose(tool.position_m, tool.rotation_xyzw))


@every_world
def test_reward_falls_with_distance(world, session_in):
    session, rewards = session_in(world), []
    put_in_place(session)
    body = cubes_of(session)[0]
    x, y, z = body.base_pose().position_m
    for away_m in (0.0, 0.2, 0.4, 0.8):
        body.reset_base(Pose((x, y, z + away_m)))
        rewards.append(session.task.reward(session.stage))
    assert rewards == sorted(rewards, reverse=True)
    assert rewards[0] == 1.0
    assert len(set(rewards)) == 4


@every_world
def test_a_cube_beside_the_table_is_dropped(world, session_in):
    session = session_in(world)
    cubes_of(session)[-1].reset_base(Pose((0.4, 1.0, 0.3)))
    step = session.step(STAY)
    assert (step.outcome.reason, step.outcome.terminated) == ("dropped", True)
    assert not step.outcome.is_success


def test_a_cube_that_was_flung_far_away_stays_within_the_declared_space(session_in):
    session = session_in("push")
    cubes_of(session)[0].reset_base(Pose((40.0, 0.0, -300.0), from_rpy(0.0, 0.0, 3.0)))
    truth = session.task.privileged(session.stage)
    boxes = session.task.privileged_space(session.stage)
    assert all(boxes[name].contains(value) for name, value in truth.items())


def test_the_ground_truth_is_the_engines(session_in):
    session = session_in("sort_by_colour")
    truth = session.step(STAY).observation.privileged
    tool = session.stage.robots["arm"].end_effector_pose()
    assert truth["tool_position_m"].tolist() == list(tool.position_m)
    for k, body in enumerate(cubes_of(session)):
        assert truth["cubes_position_m"][k].tolist() == list(body.base_pose().position_m)
        assert truth["cubes_yaw_rad"][k] == body.base_pose().yaw_rad
        assert truth["cubes_size_m"][k] == pytest.approx([0.04] * 3)
    assert truth["table_height_m"] == pytest.approx([0.4])


def test_the_grip_angle_is_the_line_between_the_fingers(session_in):
    session = session_in("push")
    session.step([0.0, 0.0, 0.0, 0.0, 0.0, 0.1, 0.08])
    body = session.stage.robots["arm"].body
    left, right = (body.link_pose(f"panda_{side}finger").position_m for side in ("left", "right"))
    line = math.atan2(left[1] - right[1], left[0] - right[0])
    yaw = session.task.privileged(session.stage)["grip_yaw_rad"][0]
    assert math.remainder(yaw - line, math.pi) == pytest.approx(0.0, abs=1e-6)


@pytest.mark.parametrize(
    ("setting", "kind", "words"),
    [
        ("task.robot=leg", UnknownNameError, r"task\.robot"),
        ("task.table=tabel", UnknownNameError, "did you mean 'table'"),
        ("task.cube=spot", ConfigError, r"spot\.mass_kg"),
        ("task.start_low_m=[1.0, 0.0]", ConfigError, "must not exceed"),
        ("task.gap_m=0.0", ConfigError, r"task\.gap_m"),
    ],
)
def test_a_world_that_lacks_what_it_needs_is_refused(setting, kind, words):
    with pytest.raises(kind, match=words):
        Session(load_world("push", (setting,)), cameras=False)


def test_a_gap_that_leaves_no_room_is_refused(open_session):
    session = open_session("push", "task.gap_m=2.0", "randomize={}", cameras=False)
    with pytest.raises(ConfigError, match="no room for 2 bodies"):
        session.reset(0)


@pytest.mark.parametrize("world", [world for world in WORLDS if world != "push"])
def test_an_arm_without_a_gripper_is_refused_where_one_is_needed(world, open_session):
    with pytest.raises(ConfigError) as caught:
        open_session(world, "randomize={}", "robots.arm={model: kuka_iiwa}", cameras=False)
    assert str(caught.value) == (
        "task.robot: this robot has no gripper, got 'arm'; expected an arm with a gripper"
    )


def test_an_arm_without_a_gripper_may_push(open_session):
    sensors = "sensors={joint_state: {model: joint_state, robot: arm, rate_hz: 15}}"
    settings = ("randomize={}", "robots.arm={model: kuka_iiwa}", sensors)
    session = open_session("push", *settings, cameras=False)
    session.reset(0)
    assert session.step([0.0] * 6).outcome is None
