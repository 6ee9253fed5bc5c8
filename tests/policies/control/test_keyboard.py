"""A person at a pseudo-terminal plays through the policy itself."""

import time
from dataclasses import replace

import numpy as np
import pytest

from physai_sim.core.errors import ConfigError
from physai_sim.core.protocols import EndEpisode
from policies.control.keyboard import Keyboard

BEGIN = "press a key to begin"


@pytest.fixture
def sit(seat, terminal, open_session):
    """`sit("reach", "d")`: policy and first observation of an episode that a key begins."""

    def begin(world, keys):
        session = open_session(world)
        policy = Keyboard(terminal)
        observation = session.reset(3)
        policy.reset(spec=session.spec, seed=3)
        seat.press_when(BEGIN, keys)
        return policy, observation

    return begin


def at(observation, step, hz=10):
    return replace(observation, stamp_ns=step * 1_000_000_000 // hz)


def test_it_waits_for_a_key_and_then_plays_in_real_time(sit, seat):
    policy, observation = sit("lane_curve", "w")
    begin = time.monotonic()
    chunks = [policy.infer(at(observation, step)) for step in range(4)]
    assert time.monotonic() - begin >= 0.3
    seat.sees(BEGIN, seconds=10)
    seat.sees("in real time", seconds=10)
    assert [chunk.start_ns for chunk in chunks] == [0, 100_000_000, 200_000_000, 300_000_000]
    assert all(chunk.actions.shape == (1, 2) for chunk in chunks)
    assert all(chunk.actions[0, 0] > 0 for chunk in chunks)


def test_the_person_sees_picture_instruction_seed_and_keys(sit, seat):
    policy, observation = sit("reach", "d")
    policy.infer(observation)
    text = seat.seen()
    for wanted in ("\u2580", "seed 3: Move the gripper", "G grip", "Backspace discard", "Q stop"):
        assert wanted in text


def test_a_step_that_comes_late_is_told(sit, seat):
    policy, observation = sit("lane_curve", "w")
    policy.infer(observation)
    time.sleep(0.35)
    policy.infer(at(observation, 1))
    policy.infer(at(observation, 2))
    seat.sees(" s behind real time", seconds=10)


@pytest.mark.parametrize(
    ("key", "wish"),
    [("\r", "keep"), ("\x7f", "discard"), ("q", "stop"), ("Q", "stop"), ("\x1b", "stop")],
)
def test_a_key_ends_the_episode(sit, seat, key, wish):
    policy, observation = sit("lane_curve", "w")
    policy.infer(observation)
    seat.press(key)

    def go_on():
        for step in (1, 2, 3):
            policy.infer(at(observation, step))

    with pytest.raises(EndEpisode) as ended:
        go_on()
    assert ended.value.wish == wish


@pytest.mark.parametrize("key", ["\r", "\x7f"])
def test_before_the_first_step_there_is_nothing_to_keep_or_discard(sit, seat, key):
    policy, observation = sit("lane_curve", key)
    assert policy.infer(observation).actions.tolist() == [[0.0, 0.0]]
    seat.press(key)
    time.sleep(0.05)
    assert policy.infer(observation).actions.tolist() == [[0.0, 0.0]]


@pytest.mark.parametrize("key", ["q", "\x1b"])
def test_one_can_stop_before_one_begins(sit, seat, key):
    policy, observation = sit("lane_curve", key)
    with pytest.raises(EndEpisode) as ended:
        policy.infer(observation)
    assert ended.value.wish == "stop"


def test_a_key_that_is_still_held_does_not_begin_the_next_episode(sit, seat):
    policy, observation = sit("lane_curve", "s")
    seat.press("w", times=4, every_s=0.03)
    assert policy.infer(observation).actions[0, 0] < 0


def test_an_arrow_is_not_taken_for_escape(sit, seat):
    policy, observation = sit("lane_curve", "\x1b[A")
    assert policy.infer(observation).actions[0, 0] > 0


def test_each_episode_waits_anew_and_forgets_the_keys_of_the_last(sit, seat):
    policy, observation = sit("reach", "g")
    assert policy.infer(observation).actions[0, -1] == 0.0
    seat.sees(BEGIN, seconds=10)
    policy.reset(spec=policy._spec, seed=4)
    seat.press_when(BEGIN, " ")
    assert policy.infer(observation).actions[0, -1] == 0.08
    seat.sees(BEGIN, seconds=10)
    seat.sees("seed 4", seconds=10)


def test_it_gives_the_terminal_back(sit, seat):
    policy, _ = sit("reach", "")
    taken = seat.settings()
    policy.close()
    assert seat.settings() != taken


@pytest.mark.parametrize(
    ("world", "setting", "where"),
    [
        (
            "reach",
            "robots.arm.action=joint_delta",
            r"^robots\.arm\.action: keyboard plays one car",
        ),
        ("lane_curve", "sensors={odometry: {model: odometry, robot: ego, rate_hz: 20}}", "see"),
        ("lane_curve", "sensors={}", "no sensor tells"),
    ],
)
def test_what_a_person_cannot_play_is_refused(terminal, open_session, world, setting, where):
    spec = open_session(world, setting, cameras=False).spec
    with pytest.raises(ConfigError, match=where):
        Keyboard(terminal).reset(spec=spec, seed=0)


def test_it_asks_for_no_ground_truth(sit):
    policy, observation = sit("reach", "")
    assert not policy.needs_privileged
    assert observation.privileged is None
    assert np.asarray(observation.sensors["front_camera"]).dtype == np.uint8
