"""Learning keeps its budget, notes every episode, and goes on where it was cut off."""

import pytest

from physai_sim.core.errors import ConfigError

pytestmark = pytest.mark.slow


@pytest.fixture
def kept(learning, tmp_path):
    """Checkpoints in a file that is written after every update, and the steps at each."""
    told = []

    def tell(history):
        told.append(history.steps)

    file = tmp_path / "checkpoint.npz"
    return learning.loop.Checkpoints(file, every_s=0.0, on_progress=tell), told


def test_a_budget_of_steps_is_kept_to_the_step(learning, learner_of, kept):
    history = learning.loop.learn(learner_of("ppo"), learning.loop.Budget(10.0, 100), kept[0])
    assert history.steps == 100
    assert 0.0 < history.seconds < 600.0
    lengths = history.column("length")
    assert lengths.max() == 6.0
    assert history.column("steps").tolist() == lengths.cumsum().tolist()
    assert 94 < lengths.sum() <= 100
    assert ((history.column("reward") > 0.0) & (history.column("reward") < 1.0)).all()


def test_a_budget_of_time_is_kept(learning, learner_of, kept):
    history = learning.loop.learn(learner_of("ppo"), learning.loop.Budget(0.05), kept[0])
    assert history.seconds >= 3.0
    assert history.seconds - history.column("seconds")[-1] < 3.0


def test_a_checkpoint_is_kept_between_updates_and_at_the_end(learning, learner_of, kept):
    checkpoints, told = kept
    learning.loop.learn(learner_of("ppo"), learning.loop.Budget(10.0, 140), checkpoints)
    assert told == [0, 64, 128, 140]
    assert checkpoints.file.is_file()


@pytest.mark.parametrize(("kind", "first", "whole"), [("ppo", 100, 200), ("sac_her", 60, 90)])
def test_learning_goes_on_where_it_was_cut_off(learning, learner_of, kept, kind, first, whole):
    learn, budget = learning.loop.learn, learning.loop.Budget
    begun = learn(learner_of(kind), budget(10.0, first), kept[0])
    other = learner_of(kind)
    ended = learn(other, budget(10.0, whole), kept[0])
    assert ended.steps == other.num_timesteps == whole
    assert ended.rows[: len(begun.rows)] == begun.rows
    assert len(ended.rows) > len(begun.rows)
    assert ended.seconds > begun.seconds
    # Not the same episodes once more: as many rows of the second part, other rewards.
    second = [row[3] for row in ended.rows[len(begun.rows) :]]
    assert second[:5] != [row[3] for row in begun.rows[:5]]


def test_a_budget_that_is_spent_leaves_all_as_it_is(learning, learner_of, kept):
    learn, budget = learning.loop.learn, learning.loop.Budget
    begun = learn(learner_of("ppo"), budget(10.0, 100), kept[0])
    before = kept[0].file.stat().st_mtime_ns
    assert learn(learner_of("ppo"), budget(10.0, 100), kept[0]) == begun
    assert kept[0].file.stat().st_mtime_ns == before


def test_a_damaged_checkpoint_is_refused(learning, learner_of, kept):
    kept[0].file.write_bytes(b"nonsense")
    with pytest.raises(ConfigError, match="damaged"):
        learning.loop.learn(learner_of("ppo"), learning.loop.Budget(10.0, 100), kept[0])
