"""Environments in worker processes: equal to single ones, to the bit, through every end."""

import functools
import os

import gymnasium as gym
import numpy as np
import pytest
from gymnasium.vector import SyncVectorEnv
from gymnasium.wrappers.vector import RecordEpisodeStatistics

from physai_sim.core.config import load_world
from physai_sim.core.errors import ActionError, ConfigError, EpisodeError
from physai_sim.envs import RobotTaskEnv
from physai_sim.envs.worker_vector_env import WorkerVectorEnv

pytestmark = pytest.mark.slow
MODES = ("NextStep", "SameStep", "Disabled")


def maker(world="reach", **options):
    """An environment whose episodes are over after five or six steps."""
    limits = ("time_limit_s=0.4", "view.width_px=32", "view.height_px=24")
    return functools.partial(RobotTaskEnv, load_world(world, limits), **options)


@pytest.fixture
def workers():
    opened = []

    def open_(make, count, **options):
        opened.append(WorkerVectorEnv([make] * count, **options))
        return opened[-1]

    yield open_
    for vector in opened:
        vector.close()


def same(first, second):
    """Equal to the bit, with dtypes and the order of keys, however deep."""
    if isinstance(first, dict):
        return list(first) == list(second) and all(same(first[k], second[k]) for k in first)
    if isinstance(first, np.ndarray) and first.dtype == object:
        return all(same(a, b) for a, b in zip(first, second, strict=True))
    if isinstance(first, np.ndarray):
        return first.dtype == second.dtype and np.array_equal(first, second)
    return type(first) is type(second) and first == second


def play(vector, mode, steps=14):
    """Everything that is returned, through two ends of each episode."""
    rng = np.random.default_rng(3)
    returned = [vector.reset(seed=11)]
    for _ in range(steps):
        returned.append(
            vector.step(rng.uniform(vector.action_space.low, vector.action_space.high))
        )
        ended = returned[-1][2] | returned[-1][3]
        if mode == "Disabled" and ended.any():
            returned.append(vector.reset(options={"reset_mask": ended}))
    returned.append(vector.reset())
    return returned


@pytest.mark.parametrize("mode", MODES)
def test_all_that_is_returned_is_what_gymnasiums_own_vector_returns(mode, workers):
    sync = SyncVectorEnv([maker()] * 3, autoreset_mode=mode)
    expected = play(sync, mode)
    vector = workers(maker(), 3, num_workers=2, autoreset_mode=mode)
    found = play(vector, mode)
    assert len(found) == len(expected)
    for one, other in zip(found, expected, strict=True):
        assert same(dict(enumerate(one)), dict(enumerate(other)))
    assert vector.metadata == sync.metadata
    assert vector.observation_space == sync.observation_space
    assert vector.action_space == sync.action_space
    sync.close()


def test_pictures_cross_the_shared_memory_whole_and_are_fresh_each_time(workers):
    vector = workers(maker("lane_curve", observations="all"), 2, num_workers=2)
    singles = [maker("lane_curve", observations="all")() for _ in range(2)]
    first, _ = vector.reset(seed=5)
    kept = {key: rows.copy() for key, rows in first.items()}
    alone = [env.reset(seed=5 + k)[0] for k, env in enumerate(singles)]
    assert same(first, {key: np.stack([one[key] for one in alone]) for key in first})
    vector.step(np.zeros((2, 2)))
    assert same(first, kept)
    for env in singles:
        env.close()


def test_sixteen_environments_on_two_processes_have_two_processes(workers):
    def make():
        env = maker()()
        env.pid = os.getpid()
        return env

    vector = workers(make, 16, num_workers=2)
    first, second = (worker.pid for worker in vector._pool.workers)
    assert vector.get_attr("pid") == (first,) * 8 + (second,) * 8
    assert os.getpid() not in (first, second)


def test_an_environments_episodes_do_not_depend_on_how_many_there_are(workers):
    def seeds(count, num_workers):
        vector = workers(maker(), count, num_workers=num_workers)
        found = [vector.reset(seed=7)[1]["seed"]]
        found += [vector.reset()[1]["seed"] for _ in range(3)]
        return np.array(found)

    two, three = seeds(2, 1), seeds(3, 3)
    assert two[0].tolist() == [7, 8]
    assert np.array_equal(two, three[:, :2])
    assert len(np.unique(three)) == three.size


def test_calls_attributes_and_pictures_reach_each_environment_in_order(workers):
    vector = workers(maker(render_mode="rgb_array"), 3, num_workers=2)
    vector.reset(seed=[4, 2, 9])
    assert vector.get_attr("np_random_seed") == (4, 2, 9)
    assert vector.call("get_wrapper_attr", "render_mode") == ("rgb_array",) * 3
    vector.set_attr("mark", [1, 2, 3])
    assert vector.get_attr("mark") == (1, 2, 3)
    vector.set_attr("mark", "x")
    assert vector.get_attr("mark") == ("x", "x", "x")
    pictures = vector.render()
    assert [picture.shape for picture in pictures] == [(24, 32, 3)] * 3
    assert not np.array_equal(pictures[0], pictures[1])
    with pytest.raises(AttributeError, match="no_such"):
        vector.get_attr("no_such")
    assert vector.get_attr("mark") == ("x", "x", "x")  # and it goes on


def test_what_cannot_leave_its_process_is_told_and_the_vector_goes_on(workers):
    def make():
        env = maker()()
        env.endless = (number for number in range(3))
        return env

    vector = workers(make, 2, num_workers=1)
    with pytest.raises(TypeError, match=r"cannot leave its process: .*generator"):
        vector.get_attr("endless")
    assert vector.reset(seed=2)[1]["seed"].tolist() == [2, 3]


def test_what_is_wrong_is_refused_in_one_line_and_the_vector_goes_on(workers):
    vector = workers(maker(), 3, num_workers=2)
    vector.reset(seed=0)
    with pytest.raises(ConfigError, match=r"got 2; expected one for each of 3"):
        vector.reset(seed=[1, 2])
    for mask in (np.ones(2, dtype=bool), np.zeros(3, dtype=bool), np.ones(3), [1, 0, 0]):
        with pytest.raises(ConfigError, match=r"reset_mask.*shape \(3,\)"):
            vector.reset(options={"reset_mask": mask})
    with pytest.raises(ActionError, match=r"got \(7,\); expected shape \(3, 7\)"):
        vector.step(np.zeros(7))
    actions = np.zeros((3, 7))
    actions[2, 1] = np.nan
    with pytest.raises(ActionError, match="not finite") as caught:
        vector.step(actions)
    assert "session.py" in str(caught.value.__cause__)  # the other process's traceback
    assert vector.step(np.zeros((3, 7)))[1].shape == (3,)


def test_a_wrong_number_of_workers_or_a_closed_vector_is_refused(workers):
    with pytest.raises(ConfigError, match=r"num_workers: .*got 0"):
        workers(maker(), 2, num_workers=0)
    vector = workers(maker(), 2, num_workers=5)
    assert len(vector._pool.workers) == 2  # no process without an environment
    vector.close()
    vector.close()
    with pytest.raises(EpisodeError, match="closed"):
        vector.reset()
    with pytest.raises(EpisodeError, match="closed"):
        vector.step(np.zeros((2, 7)))


def test_one_worker_for_each_core_is_the_default(workers, monkeypatch):
    monkeypatch.setattr(os, "sched_getaffinity", lambda pid: {0, 1, 2}, raising=False)
    assert len(workers(maker(), 4)._pool.workers) == 3


def test_gymnasiums_wrappers_stand_on_it(workers):
    vector = RecordEpisodeStatistics(workers(maker(), 2, num_workers=1))
    vector.reset(seed=0)
    ended, steps = np.zeros(2, dtype=bool), 0
    while not ended.any():
        _, _, _, ended, infos = vector.step(np.zeros((2, 7)))
        steps += 1
    assert infos["episode"]["l"].tolist() == [steps, steps]


def test_environments_of_other_people_work_too(workers):
    vector = workers(functools.partial(gym.make, "Pendulum-v1"), 3, num_workers=2)
    sync = SyncVectorEnv([functools.partial(gym.make, "Pendulum-v1")] * 3)
    assert np.array_equal(vector.reset(seed=1)[0], sync.reset(seed=1)[0])
    actions = np.ones((3, 1), dtype=np.float32)
    assert np.array_equal(vector.step(actions)[0], sync.step(actions)[0])
    sync.close()
