"""Learners are put together so that any number of copies fits, here or in processes."""

import pytest

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("processes", [1, 2, 3, 7, 64])
def test_an_update_takes_whole_parts_whatever_the_number_of_copies(
    learning, monkeypatch, processes
):
    told = {}
    monkeypatch.setattr(learning.learners, "PPO", lambda *_, **settings: told.update(settings))
    monkeypatch.setattr(learning.learners, "vector_of", lambda make, copies: None)
    learning.learners.ppo(None, seed=0, processes=processes)
    rollout = told["n_steps"] * processes
    assert rollout % told["batch_size"] == 0
    assert 256 < rollout <= 512


def test_copies_in_processes_learn_and_end(learning, learner_of):
    learner = learner_of("ppo", processes=2)
    envs = learner.get_env()
    assert envs.num_envs == 2
    assert all(process.is_alive() for process in envs.processes)
    learner.learn(64)
    assert learner._n_updates == 10
    learning.learners.close(learner)
    assert not any(process.is_alive() for process in envs.processes)


def test_copies_in_processes_play_different_episodes(learning, learner_of):
    envs = learner_of("ppo", processes=2).get_env()
    first, second = envs.reset()
    assert (first != second).any()


def test_the_same_seed_learns_the_same(learning, learner_of):
    weights = []
    for _ in range(2):
        learner = learner_of("sac_her", seed=5).learn(40)
        weights.append(learner.actor.mu.weight.detach().numpy().copy())
    assert (weights[0] == weights[1]).all()
