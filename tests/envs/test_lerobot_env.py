import runpy
from pathlib import Path
from types import SimpleNamespace

import gymnasium as gym
import numpy as np
import pytest

from physai_sim.core import paths
from physai_sim.core.config import load_world
from physai_sim.core.errors import ConfigError, UnknownNameError
from physai_sim.datasets.lerobot.layout import Layout
from physai_sim.datasets.lerobot.reader import LeRobotDataset
from physai_sim.envs.lerobot_env import LeRobotEnv, make_env
from physai_sim.evaluation.ingest.simulated import load_episode
from physai_sim.evaluation.record import record
from physai_sim.evaluation.run_request import RunRequest

ENV_FILE = Path(__file__).parents[2] / "examples" / "lerobot" / "env.py"


@pytest.fixture(name="env_of")
def _env_of():
    opened = []

    def make(*words, **options):
        opened.append(LeRobotEnv(*words, **options))
        return opened[-1]

    yield make
    for env in opened:
        env.close()


@pytest.mark.parametrize("world", ["reach", "lane_curve"])
def test_observations_are_those_of_a_dataset_row_by_row(
    world, env_of, short, policy_file, tmp_path
):
    config = load_world(world, short)
    policy = f"{policy_file}:Dice"
    request = RunRequest(config, policy, 1, 3, tmp_path / "out", mode="new")
    record(request, progress=lambda *_: None)
    dataset = LeRobotDataset(tmp_path / "out/dataset")
    rows, env = dataset.columns(0), env_of(config)
    found, _ = env.reset(seed=3)
    ended = False
    # Datasets have float32; the bag has the actions as they were.
    for k, action in enumerate(load_episode(tmp_path / "out/bags/episode_000").actions):
        assert not ended
        assert np.array_equal(found["agent_pos"], rows["observation.state"][k])
        truth = rows["observation.environment_state"][k]
        assert np.array_equal(found["environment_state"], truth)
        for name, picture in found["pixels"].items():
            frame = dataset.frame(0, k, f"observation.images.{name}").astype(float)
            assert 10 * np.log10(255**2 / np.mean((frame - picture) ** 2)) > 30
        found, reward, terminated, truncated, info = env.step(action)
        ended = terminated or truncated
        assert np.float32(reward) == rows["next.reward"][k]
        assert info["is_success"] == rows["next.success"][k]
    assert ended


@pytest.mark.parametrize("world", paths.available("worlds"))
def test_every_world_gives_what_its_spaces_say_in_the_order_of_a_dataset(world, env_of):
    env = env_of(world)
    found, _ = env.reset(seed=0)
    assert env.observation_space.contains(found)
    session = env._inner.session
    layout = Layout.of(session.spec, session.task.privileged(session.stage))
    assert found["agent_pos"].shape == (len(layout.state),)
    assert found["environment_state"].shape == (len(layout.environment),)
    assert [f"observation.images.{name}" for name in found["pixels"]] == list(layout.videos)
    truth = [value.ravel() for value in session.task.privileged(session.stage).values()]
    assert np.array_equal(found["environment_state"], np.concatenate(truth).astype(np.float32))


def test_ground_truth_can_be_left_out(env_of):
    found, _ = env_of("reach", observations="sensors").reset(seed=0)
    assert sorted(found) == ["agent_pos", "pixels"]
    with pytest.raises(ConfigError, match="unknown observations, got 'state'"):
        env_of("reach", observations="state")


def test_it_says_what_lerobot_asks_for(env_of):
    env = env_of("reach")
    env.reset(seed=0, options={"lerobot_new_rollout": True})
    assert env.task == "reach"
    assert env.task_description == "Move the gripper to the red ball."
    assert env.metadata["render_fps"] == 10
    assert env._max_episode_steps == load_world("reach").time_limit_steps
    assert env.render().shape[2] == 3
    with pytest.raises(ConfigError):
        env.reset(seed=0, options={"unknown": 1})


def test_the_file_of_the_example_makes_vectors_that_tell_success_as_lerobot_reads_it():
    made = runpy.run_path(str(ENV_FILE))["make_env"](n_envs=2, use_async_envs=False)
    assert list(made) == ["reach"]
    vector = made["reach"][0]
    assert isinstance(vector, gym.vector.SyncVectorEnv)
    vector.reset(seed=[1, 2])
    limit = vector.call("_max_episode_steps")[0]
    for _ in range(limit):
        *_, truncated, info = vector.step(np.zeros((2, 7), dtype=np.float32))
    assert truncated.all()
    assert info["final_info"]["is_success"].tolist() == [False, False]
    vector.close()


def test_the_task_of_a_configuration_is_the_world():
    vector = make_env(cfg=SimpleNamespace(task="push"))["push"][0]
    assert vector.call("task") == ("push",)
    vector.close()
    with pytest.raises(UnknownNameError, match="did you mean 'reach'"):
        make_env(cfg=SimpleNamespace(task="reech"))


@pytest.mark.slow
def test_copies_in_processes_of_their_own_give_the_same():
    found = []
    for use_async_envs in (False, True):
        vector = make_env(n_envs=2, use_async_envs=use_async_envs)["reach"][0]
        observation, _ = vector.reset(seed=[1, 2])
        found.append((observation, vector.call("task_description")))
        vector.close()
    (one, told), (other, again) = found
    assert told == again
    assert np.array_equal(one["agent_pos"], other["agent_pos"])
    assert np.array_equal(one["pixels"]["wrist_camera"], other["pixels"]["wrist_camera"])
