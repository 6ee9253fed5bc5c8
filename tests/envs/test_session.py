"""The one episode loop: order of calls, bad actions, time, ends, ground truth."""

import numpy as np
import pytest

from physai_sim.core import paths
from physai_sim.core.config import load_world
from physai_sim.core.errors import (
    ActionError,
    ConfigError,
    EpisodeError,
    MachineError,
    UnknownNameError,
)
from physai_sim.core.scene_config import BodyConfig
from physai_sim.envs.session import Session
from physai_sim.simulation import scene

every_world = pytest.mark.parametrize("name", tuple(paths.available("worlds")))


def middle(session):
    return (session.spec.action_low + session.spec.action_high) / 2


@every_world
def test_a_step_before_reset_is_refused(name, open_session):
    session = open_session(name, cameras=False)
    with pytest.raises(EpisodeError, match=r"reset\(\)"):
        session.step(middle(session))


@every_world
def test_a_step_after_the_end_is_refused_until_a_reset(name, open_session):
    session = open_session(name, "time_limit_s=0.1", cameras=False)
    session.reset(0)
    while session.step(middle(session)).outcome is None:
        pass
    with pytest.raises(EpisodeError, match="no episode is running"):
        session.step(middle(session))
    session.reset(0)
    session.step(middle(session))


@every_world
@pytest.mark.parametrize("bad", ["nan", "infinite", "short", "table", "text"])
def test_a_bad_action_is_refused_and_the_world_has_not_moved(name, bad, open_session):
    session = open_session(name, cameras=False)
    session.reset(0)
    session.step(middle(session))
    good = middle(session)
    spoiled = good.copy()
    spoiled[-1] = np.nan if bad == "nan" else np.inf
    wrong = {"short": good[:-1], "table": good[None], "text": "left"}.get(bad, spoiled)
    before = (session.world.state_hash(), session.step_count)
    motors = {key: body.motors() for key, body in session.world.bodies.items()}
    with pytest.raises(ActionError):
        session.step(wrong)
    assert (session.world.state_hash(), session.step_count) == before
    assert {key: body.motors() for key, body in session.world.bodies.items()} == motors
    assert session.step(good).outcome is None


@every_world
def test_closing_twice_is_fine_and_ends_everything(name):
    session = Session(load_world(name), cameras=False)
    session.reset(0)
    session.close()
    session.close()
    with pytest.raises(EpisodeError):
        session.step(middle(session))
    with pytest.raises(EpisodeError, match="closed"):
        session.reset(0)


@every_world
def test_ground_truth_does_not_leak(name, open_session):
    session = open_session(name, cameras=False)
    assert session.reset(0).privileged is None
    assert session.step(middle(session)).observation.privileged is None
    truth = session.task.privileged_space(session.stage)
    assert not set(truth) & set(session.observation_space())


@every_world
def test_asking_for_ground_truth_or_cameras_changes_no_physics(name, open_session):
    hashes = set()
    for options in (
        {"cameras": False},
        {"cameras": True},
        {"cameras": False, "privileged": True, "record_contacts": True},
    ):
        session = open_session(name, **options)
        session.reset(3)
        for _ in range(5):
            session.step(middle(session))
        hashes.add(session.world.state_hash())
    assert len(hashes) == 1


@every_world
def test_the_time_limit_truncates_and_does_not_terminate(name, open_session):
    session = open_session(name, "time_limit_s=0.5", cameras=False)
    session.reset(0)
    steps = round(0.5 * session.spec.control_hz)
    outcomes = [session.step(middle(session)).outcome for _ in range(steps)]
    assert outcomes[:-1] == [None] * (steps - 1)
    last = outcomes[-1]
    assert (last.reason, last.truncated, last.terminated) == ("time_limit", True, False)
    assert (last.steps, last.is_success) == (steps, False)


@every_world
def test_stamps_count_control_steps(name, open_session):
    session = open_session(name, cameras=False)
    hz = session.spec.control_hz
    assert session.reset(0).stamp_ns == 0
    for k in range(1, 8):
        assert session.step(middle(session)).observation.stamp_ns == k * 1_000_000_000 // hz
        assert session.stamp_ns == k * 1_000_000_000 // hz


def test_a_negative_seed_is_refused(open_session):
    with pytest.raises(ConfigError, match="-1"):
        open_session("reach", cameras=False).reset(-1)


def test_a_sensor_must_not_hide_a_ground_truth(open_session):
    setting = "sensors.lane_state={model: odometry, robot: ego, rate_hz: 10}"
    session = open_session("lane_curve", setting, cameras=False, privileged=True)
    with pytest.raises(ConfigError, match=r"sensors\.lane_state"):
        session.observation_space()


def test_a_window_without_a_display_is_refused(monkeypatch):
    monkeypatch.delenv("DISPLAY", raising=False)
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    with pytest.raises(MachineError, match="no display"):
        Session(load_world("reach"), gui=True)


def test_clipping_reaches_the_caller(open_session):
    session = open_session("lane_curve", cameras=False)
    session.reset(0)
    step = session.step([50.0, 0.0])
    assert step.action.was_clipped
    assert step.action.values.tolist() == [3.0, 0.0]


def test_only_what_cannot_move_has_a_fixed_base(open_session):
    arm, car = open_session("reach", cameras=False), open_session("lane_curve", cameras=False)
    link, pose = arm.fixed_bases()["arm"]
    assert (link, pose.position_m) == ("panda_link0", pytest.approx((0.0, 0.0, 0.4)))
    assert car.fixed_bases() == {}


def test_descriptions_are_urdf(open_session):
    assert open_session("reach", cameras=False).descriptions()["arm"].lstrip().startswith("<")


def test_an_unknown_robot_of_a_sensor_is_refused_at_once():
    with pytest.raises(UnknownNameError, match=r"sensors\.odometry"):
        Session(load_world("lane_curve", ("sensors.odometry.robot=goe",)))


def test_bodies_that_are_added_at_a_reset_stand_before_the_first_reading(open_session):
    session = open_session("reach", cameras=False)
    ball = BodyConfig(shape="sphere", radius_m=0.05)
    seen = []

    def add():
        scene.add_body(session.world, ball, name="ball")
        seen.append(session.world.step_index)

    session.reset(0)
    session.on_placed = add
    for _ in range(2):
        session.reset(0)
        assert "ball" in session.world.bodies
    assert seen == [0, 0]


def test_a_film_has_frames_at_a_rate_of_its_own_from_stamp_zero_on(open_session):
    session, seen = open_session("reach", cameras=False), []
    session.watch(24, lambda: seen.append(session.stamp_ns))
    session.reset(0)
    for _ in range(2):
        session.step(middle(session))
    end_ns = session.stamp_ns
    assert seen == [k * 1_000_000_000 // 24 for k in range(len(seen))]
    assert len(seen) == 1 + end_ns * 24 // 1_000_000_000


def test_watching_changes_no_physics(open_session):
    hashes = []
    for watched in (False, True):
        session = open_session("push", cameras=False)
        if watched:
            session.watch(24, lambda: None)
        session.reset(3)
        for _ in range(5):
            session.step(middle(session))
        hashes.append(session.world.state_hash())
    assert hashes[0] == hashes[1]


def test_frames_that_fall_between_physics_steps_are_refused(open_session):
    session = open_session("reach", cameras=False)
    with pytest.raises(ConfigError, match="25 Hz does not divide 240 Hz"):
        session.watch(25, lambda: None)


def test_an_episode_can_be_played_on_after_its_end(open_session):
    session = open_session("reach", "time_limit_s=0.1", cameras=False, goes_on=True)
    session.reset(0)
    ends = [session.step(middle(session)).outcome for _ in range(4)]
    assert ends[-2] is not None
    assert ends[-1] is not None
    assert session.step_count == 4
