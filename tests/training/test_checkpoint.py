"""A learner that is made anew and filled from a checkpoint is the one that was saved."""

import numpy as np
import pytest

from physai_sim.core.arrays import read_arrays, write_arrays
from physai_sim.core.errors import ConfigError
from physai_sim.training.history import History

pytestmark = pytest.mark.slow
KINDS = ("ppo", "sac_her")
HISTORY = History(40, 3.5, [(6.0, 0.5, 0.0, 0.25, 6.0), (12.0, 1.0, 1.0, 0.75, 6.0)])


def _tensors(tree, prefix=""):
    """Every tensor of nested dictionaries, as arrays by path."""
    found = {}
    for key, value in tree.items():
        if isinstance(value, dict):
            found.update(_tensors(value, f"{prefix}/{key}"))
        elif hasattr(value, "detach"):
            found[f"{prefix}/{key}"] = value.detach().numpy().copy()
    return found


@pytest.fixture
def path(tmp_path):
    return tmp_path / "checkpoint.npz"


@pytest.fixture
def trained(learner_of):
    """A learner with some updates behind it."""

    def train(kind, steps):
        return learner_of(kind, seed=1).learn(steps)

    return train


@pytest.mark.parametrize(("kind", "steps"), [("ppo", 64), ("sac_her", 40)])
def test_weights_and_optimisers_come_back_to_the_bit(
    learning, learner_of, trained, path, kind, steps
):
    learner, other = trained(kind, steps), learner_of(kind, seed=2)
    saved = _tensors(learner.get_parameters())
    assert any("exp_avg" in name for name in saved)
    learning.checkpoint.save_checkpoint(path, learner, HISTORY)
    history = learning.checkpoint.load_checkpoint(path, other)
    found = _tensors(other.get_parameters())
    assert set(found) == set(saved)
    for name, array in saved.items():
        np.testing.assert_array_equal(found[name], array, err_msg=name)
    assert history == HISTORY
    assert (other.num_timesteps, other._n_updates) == (40, learner._n_updates)


def test_replay_and_temperature_come_back_and_the_cut_off_episode_is_out_of_time(
    learning, learner_of, trained, path
):
    learner, other = trained("sac_her", 40), learner_of("sac_her", seed=2)
    learning.checkpoint.save_checkpoint(path, learner, HISTORY)
    learning.checkpoint.load_checkpoint(path, other)
    old, new = learner.replay_buffer, other.replay_buffer
    assert (new.pos, new.full) == (old.pos, old.full) == (40, False)
    for key in ("achieved_goal", "desired_goal", "observation"):
        np.testing.assert_array_equal(new.observations[key][:40], old.observations[key][:40])
        np.testing.assert_array_equal(
            new.next_observations[key][:40], old.next_observations[key][:40]
        )
    np.testing.assert_array_equal(new.actions[:40], old.actions[:40])
    assert other.log_ent_coef.item() == learner.log_ent_coef.item() != pytest.approx(np.log(0.05))
    # 40 steps are six episodes of six and four steps of one that will not go on.
    assert new.ep_length[:36].min() == 6
    assert new.ep_length[36:40].ravel().tolist() == [4] * 4
    assert old.ep_length[36:40].ravel().tolist() == [0] * 4
    assert new.dones[39] == new.timeouts[39] == 1.0
    assert other.replay_buffer.sample(64).rewards.shape == (64, 1)


def test_replay_that_is_full_comes_back_with_its_place(learning, learner_of, path):
    learners = [learner_of("sac_her", seed=seed) for seed in (1, 2)]
    for learner in learners:
        buffer = learner.replay_buffer_class(
            30, learner.observation_space, learner.action_space, learner.get_env()
        )
        learner.replay_buffer = buffer
    learner, other = learners
    learner.learn(40)
    learning.checkpoint.save_checkpoint(path, learner, HISTORY)
    learning.checkpoint.load_checkpoint(path, other)
    old, new = learner.replay_buffer, other.replay_buffer
    assert (new.pos, new.full) == (old.pos, old.full) == (10, True)
    np.testing.assert_array_equal(new.rewards, old.rewards)
    other.learn(30, reset_num_timesteps=False)


def test_a_learner_that_goes_on_from_a_checkpoint_can_learn(learning, learner_of, trained, path):
    learner, other = trained("ppo", 64), learner_of("ppo", seed=2)
    learning.checkpoint.save_checkpoint(path, learner, HISTORY)
    learning.checkpoint.load_checkpoint(path, other)
    before = _tensors(other.get_parameters())
    other.learn(64, reset_num_timesteps=False)
    after = _tensors(other.get_parameters())
    assert any((after[name] != before[name]).any() for name in before)
    assert other._n_updates == learner._n_updates + 10


@pytest.mark.parametrize(
    "spoil",
    [
        lambda arrays: {k: v for k, v in arrays.items() if "action_net" not in k},
        lambda arrays: {k: v[..., :-1] if v.ndim == 2 else v for k, v in arrays.items()},
        lambda arrays: {k: v for k, v in arrays.items() if k != "history/spent"},
    ],
    ids=["lacking", "misshapen", "without history"],
)
def test_a_checkpoint_of_another_learner_is_refused_in_a_line(
    learning, learner_of, trained, path, spoil
):
    learner = trained("ppo", 64)
    learning.checkpoint.save_checkpoint(path, learner, HISTORY)
    write_arrays(path, spoil(read_arrays(path)))
    with pytest.raises(ConfigError, match=r"checkpoint\.npz: this checkpoint is of another") as e:
        learning.checkpoint.load_checkpoint(path, learner_of("ppo"))
    assert "\n" not in str(e.value)


def test_the_checkpoint_of_one_algorithm_does_not_fill_another(
    learning, learner_of, trained, path
):
    learning.checkpoint.save_checkpoint(path, trained("ppo", 64), HISTORY)
    with pytest.raises(ConfigError, match="of another learner"):
        learning.checkpoint.load_checkpoint(path, learner_of("sac_her"))


def test_nothing_but_plain_arrays_is_in_a_checkpoint(learning, trained, path):
    learning.checkpoint.save_checkpoint(path, trained("sac_her", 40), HISTORY)
    with np.load(path) as arrays:  # objects would be refused
        kinds = {arrays[name].dtype.kind for name in arrays.files}
    assert kinds <= {"f", "i"}
