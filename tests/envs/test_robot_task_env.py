"""Every world behind Gymnasium's API: spaces, seeding, ends, render modes."""

import os
import re
import warnings

import gymnasium as gym
import numpy as np
import pytest
from gymnasium.utils.env_checker import check_env

from physai_sim.core import paths
from physai_sim.core.config import load_world
from physai_sim.core.errors import ActionError, ConfigError, EpisodeError, MachineError
from physai_sim.envs import RobotTaskEnv
from physai_sim.envs.make import env_id

WORLDS = tuple(paths.available("worlds"))
every_world = pytest.mark.parametrize("name", WORLDS)
MODES = ("state", "sensors", "all")
# Gymnasium recommends actions in [-1, 1]; ours are in physical units on purpose: they are what
# a message, a recording and another robot understand. This is its one warning that we refuse.
UNNORMALISED = re.compile(r"we recommend using a symmetric and normalized space")


@pytest.fixture
def make():
    opened = []

    def make_(name, **options):
        opened.append(gym.make(env_id(name), **options))
        return opened[-1]

    yield make_
    for env in opened:
        env.close()


def same(first, second):
    """Equal to the bit, types too, through dicts and arrays."""
    if isinstance(first, dict):
        return first.keys() == second.keys() and all(same(first[k], second[k]) for k in first)
    if isinstance(first, np.ndarray):
        return first.dtype == second.dtype and np.array_equal(first, second)
    return type(first) is type(second) and first == second


def trail(env, seed, steps=50):
    """Everything that 50 random actions return, resets included."""
    rng = np.random.default_rng(5)
    low, high = env.action_space.low, env.action_space.high
    result = [env.reset(seed=seed)]
    for _ in range(steps):
        result.append(env.step(rng.uniform(low, high)))
        if result[-1][2] or result[-1][3]:
            result.append(env.reset())
    return result


@every_world
@pytest.mark.parametrize("observations", MODES)
def test_gymnasiums_checker_finds_nothing(name, observations, make):
    env = make(name, observations=observations).unwrapped
    # "human" needs a display; its contract is tested below.
    env.metadata = {**env.metadata, "render_modes": ["rgb_array"]}
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        check_env(env)
    messages = [str(warning.message) for warning in caught]
    assert [text for text in messages if not UNNORMALISED.search(text)] == []


@every_world
@pytest.mark.parametrize("observations", MODES)
def test_equal_seeds_give_equal_episodes(name, observations, make):
    steps = 50 if observations == "state" else 20  # cameras cost 30 ms each
    first, second = (trail(make(name, observations=observations), 9, steps) for _ in range(2))
    assert all(same(list_of(a), list_of(b)) for a, b in zip(first, second, strict=True))


def list_of(returned):
    return dict(enumerate(returned))


@every_world
@pytest.mark.parametrize("observations", MODES)
def test_observations_are_finite_declared_and_complete(name, observations, make):
    env = make(name, observations=observations)
    space = env.observation_space
    for returned in trail(env, 2, 10):
        observation = returned[0]
        assert set(observation) == set(space.keys())
        for key, value in observation.items():
            assert value.dtype == space[key].dtype
            assert value.shape == space[key].shape
            assert np.isfinite(value).all()
            assert space[key].contains(value), key
            assert np.isfinite(space[key].low).all()
            assert np.isfinite(space[key].high).all()


@every_world
def test_spoiling_what_was_returned_spoils_nothing_later(name, make):
    honest, spoilt = make(name, observations="all"), make(name, observations="all")
    middle = (honest.action_space.low + honest.action_space.high) / 2
    first, second = honest.reset(seed=1)[0], spoilt.reset(seed=1)[0]
    for _ in range(4):
        assert same(first, second)
        for value in second.values():
            value[...] = 0
        first, second = honest.step(middle)[0], spoilt.step(middle)[0]


@every_world
def test_sensors_and_ground_truth_are_chosen(name, make):
    state, sensors, both = (set(make(name, observations=o).observation_space) for o in MODES)
    config = load_world(name)
    assert sensors == set(config.sensors)
    assert both == state | sensors
    assert state - sensors  # the task's ground truth
    assert not any("camera" in key for key in state)


@every_world
def test_later_resets_depend_on_the_seed_alone(name, make):
    def seeds(env, steps):
        found = [env.reset(seed=3)[1]["seed"]]
        for _ in range(3):
            for _ in range(steps):
                env.step(env.action_space.low * 0.0)
            found.append(env.reset()[1]["seed"])
        return found

    first, second = seeds(make(name), 0), seeds(make(name), 2)
    assert first == second
    assert first[0] == 3
    assert len(set(first)) == 4


@every_world
def test_a_seed_makes_that_very_episode_whatever_came_before(name, make):
    used = make(name)
    used.reset(seed=1)
    used.reset()
    assert same(used.reset(seed=8)[0], make(name).reset(seed=8)[0])


@every_world
def test_the_time_limit_truncates(name):
    env = RobotTaskEnv(load_world(name, ("time_limit_s=0.2",)))
    env.reset(seed=0)
    steps = round(0.2 * env.config.rates.control_hz)
    middle = (env.action_space.low + env.action_space.high) / 2
    for k in range(1, steps + 1):
        _, _, terminated, truncated, info = env.step(middle)
        assert (terminated, truncated) == (False, k == steps)
    assert (info["outcome"], info["is_success"]) == ("time_limit", False)
    env.close()


def test_a_failure_terminates(make):
    env = make("lane_curve")
    env.reset(seed=0)
    done = False
    while not done:
        _, reward, terminated, truncated, info = env.step(np.array([1.0, 0.15]))
        assert 0.0 <= reward <= 1.0
        assert not truncated
        done = terminated
    assert info["outcome"] in ("off_road", "collision")
    assert info["is_success"] is False


@every_world
def test_info_says_how_it_goes(name, make):
    env = make(name)
    _, info = env.reset(seed=6)
    _, _, _, _, later = env.step(env.action_space.high * 2)
    assert info.keys() == later.keys()
    assert (info["seed"], info["outcome"], info["is_success"]) == (6, "running", False)
    assert (info["stamp_ns"], info["action_was_clipped"]) == (0, False)
    assert later["stamp_ns"] == 1_000_000_000 // env.unwrapped.config.rates.control_hz
    assert later["action_was_clipped"]


@every_world
def test_rgb_array_draws_the_view(name, make):
    env = make(name, render_mode="rgb_array")
    env.reset(seed=0)
    first, again = env.render(), env.render()
    view = env.unwrapped.config.view
    assert (first.shape, first.dtype) == ((view.height_px, view.width_px, 3), np.uint8)
    assert np.array_equal(first, again)
    again[:] = 0
    assert np.array_equal(env.render(), first)
    assert env.metadata["render_fps"] == env.unwrapped.config.rates.control_hz


def test_rendering_changes_no_physics(make):
    plain, drawn = make("reach"), make("reach", render_mode="rgb_array")
    for env in (plain, drawn):
        env.reset(seed=0)
    for _ in range(3):
        drawn.render()
        assert same(plain.step(plain.action_space.high)[0], drawn.step(plain.action_space.high)[0])


def test_human_without_a_display_is_refused(monkeypatch):
    for name in ("DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    with pytest.raises(MachineError, match="rgb_array"):
        RobotTaskEnv("reach", render_mode="human")


@pytest.mark.skipif(not os.environ.get("DISPLAY"), reason="needs a display")
def test_human_opens_a_window(make):
    env = make("reach", render_mode="human")
    env.reset(seed=0)
    assert env.render() is None


def test_without_a_render_mode_nothing_is_drawn():
    env = RobotTaskEnv("reach")
    env.reset(seed=0)
    assert env.render() is None
    env.close()


@pytest.mark.parametrize(
    ("options", "words"),
    [({"render_mode": "ansi"}, "did you mean|render_mode"), ({"observations": "image"}, "all")],
)
def test_unknown_options_are_refused(options, words):
    with pytest.raises(ConfigError, match=words):
        RobotTaskEnv("reach", **options)


def test_calls_out_of_order_and_bad_actions_are_refused(make):
    env = make("reach")
    with pytest.raises(EpisodeError):
        env.step(env.action_space.high)
    with pytest.raises(ConfigError, match="options"):
        env.reset(options={"goal": 1})
    env.reset(seed=0)
    before = env.unwrapped.session.world.state_hash()
    for bad in (np.full(7, np.nan), np.zeros(6), np.zeros((1, 7))):
        with pytest.raises(ActionError):
            env.step(bad)
    assert env.unwrapped.session.world.state_hash() == before
    env.close()
    env.close()
