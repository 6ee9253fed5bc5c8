"""Environment ids and vectors of environments."""

import subprocess
import sys

import gymnasium as gym
import numpy as np
import pytest
from gymnasium.vector import AutoresetMode

from physai_sim import envs
from physai_sim.core import paths
from physai_sim.core.errors import ConfigError, UnknownNameError

WORLDS = tuple(paths.available("worlds"))


def middles(vector):
    space = vector.action_space
    return (space.low + space.high) / 2


def test_every_world_has_an_id():
    assert envs.register_worlds() == tuple(f"physai/{world}-v0" for world in WORLDS)
    assert all(f"physai/{world}-v0" in gym.registry for world in WORLDS)


def test_gymnasium_makes_it_by_module_and_id_in_a_fresh_process():
    code = (
        "import gymnasium as gym\n"
        "env = gym.make('physai_sim.envs:physai/reach-v0')\n"
        "obs, info = env.reset(seed=0)\nprint(sorted(obs))\nenv.close()\n"
    )
    command = [sys.executable, "-W", "error", "-c", code]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=True)
    assert "target_position_m" in done.stdout
    assert done.stderr == ""


def test_an_unknown_world_suggests_the_closest():
    for make in (envs.make, lambda name: envs.make_vec(name, num_envs=2)):
        with pytest.raises(UnknownNameError, match="did you mean 'reach'"):
            make("raech")


def test_a_world_file_of_a_person_is_found(tmp_path, monkeypatch):
    (tmp_path / "worlds").mkdir()
    text = paths.available("worlds")["reach"].read_text(encoding="utf-8")
    (tmp_path / "worlds" / "my_reach.yaml").write_text(text, encoding="utf-8")
    monkeypatch.setenv("PHYSAI_PATH", str(tmp_path))
    env = envs.make("my_reach")
    env.reset(seed=0)
    env.close()
    del gym.registry["physai/my_reach-v0"]


def test_an_unknown_way_of_vectorizing_names_the_known():
    with pytest.raises(UnknownNameError, match=r"'asinc'; did you mean 'async'.*sync"):
        envs.make_vec("reach", num_envs=2, vectorization_mode="asinc")


def test_a_vector_of_nothing_is_refused():
    with pytest.raises(ConfigError, match=r"num_envs: too few environments, got 0"):
        envs.make_vec("reach", num_envs=0)


def test_the_first_reset_seeds_and_later_ones_go_on_in_streams_that_are_each_its_own():
    def seeds(num_envs):
        vector = envs.make_vec("reach", num_envs=num_envs)
        found = [vector.reset(seed=7)[1]["seed"]]
        found += [vector.reset()[1]["seed"] for _ in range(3)]
        vector.close()
        return np.array(found)

    two, three = seeds(2), seeds(3)
    assert two[0].tolist() == [7, 8]
    assert np.array_equal(two, three[:, :2])
    assert len(np.unique(three)) == three.size


def test_the_vector_knows_its_world_and_how_it_starts_new_episodes():
    kwargs = {"autoreset_mode": "SameStep"}
    vector = envs.make_vec("reach", num_envs=2, vector_kwargs=kwargs, observations="sensors")
    assert str(vector) == "SyncVectorEnv(physai/reach-v0, num_envs=2)"
    assert vector.metadata["autoreset_mode"] == AutoresetMode.SAME_STEP
    assert "target_position_m" not in vector.single_observation_space
    vector.close()


@pytest.mark.parametrize("mode", ["sync", pytest.param("async", marks=pytest.mark.slow)])
@pytest.mark.parametrize("world", WORLDS)
def test_a_vector_equals_single_environments(world, mode):
    vector = envs.make_vec(world, num_envs=2, vectorization_mode=mode)
    singles = [envs.make(world) for _ in range(2)]
    try:
        together, _ = vector.reset(seed=[4, 5])
        alone = [env.reset(seed=4 + k)[0] for k, env in enumerate(singles)]
        for _ in range(5):
            for key, rows in together.items():
                assert np.array_equal(rows, np.stack([one[key] for one in alone])), key
            actions = middles(vector)
            together, rewards, *_ = vector.step(actions)
            steps = [env.step(actions[k]) for k, env in enumerate(singles)]
            alone = [step[0] for step in steps]
            assert rewards.tolist() == [step[1] for step in steps]
    finally:
        vector.close()
        for env in singles:
            env.close()
