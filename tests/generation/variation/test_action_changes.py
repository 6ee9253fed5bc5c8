"""Each change of actions does what its name says, and the same each time."""

import numpy as np
import pytest

from physai_sim.core.errors import ConfigError, UnknownNameError
from physai_sim.generation.variation.action_changes import changed_actions

ACTIONS = np.arange(1.0, 21.0).reshape(10, 2)


def test_scaled_zero_delayed_and_repeated():
    assert np.array_equal(changed_actions(ACTIONS, "scaled:0.5"), ACTIONS / 2)
    assert not changed_actions(ACTIONS, "zero").any()
    late = changed_actions(ACTIONS, "delayed:3")
    assert np.array_equal(late[3:], ACTIONS[:7])
    assert (late[:3] == ACTIONS[0]).all()
    stuck = changed_actions(ACTIONS, "last_repeated:4")
    assert np.array_equal(stuck[:5], ACTIONS[:5])
    assert (stuck[5:] == ACTIONS[4]).all()


def test_shuffled_keeps_the_actions_and_not_their_order():
    mixed = changed_actions(ACTIONS, "shuffled:1")
    assert sorted(map(tuple, mixed)) == sorted(map(tuple, ACTIONS))
    assert not np.array_equal(mixed, ACTIONS)


@pytest.mark.parametrize("change", ["noisy:0.1:3", "shuffled:3"])
def test_what_is_drawn_depends_on_the_seed_alone(change):
    once, again = (changed_actions(ACTIONS, change) for _ in range(2))
    assert np.array_equal(once, again)
    assert not np.array_equal(once, changed_actions(ACTIONS, f"{change[:-1]}4"))


def test_noise_is_a_share_of_the_largest_action():
    noisy = changed_actions(np.tile(ACTIONS, (200, 1)), "noisy:0.1:1") - np.tile(ACTIONS, (200, 1))
    assert np.allclose(noisy.std(axis=0), 0.1 * ACTIONS.max(axis=0), rtol=0.1)


def test_the_given_actions_stay_as_they_are():
    before = ACTIONS.copy()
    for change in ("scaled:2", "noisy:0.1:1", "last_repeated:1", "zero", "delayed:1"):
        changed_actions(ACTIONS, change)
    assert np.array_equal(ACTIONS, before)


def test_actions_of_a_file_take_their_place(tmp_path):
    (tmp_path / "a.json").write_text("[[1, 2]]")
    assert changed_actions(ACTIONS, f"file:{tmp_path / 'a.json'}").tolist() == [[1.0, 2.0]]


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ("scaled", "expected scaled:FACTOR"),
        ("scaled:a", "expected scaled:FACTOR"),
        ("scaled:nan", "expected scaled:FACTOR"),
        ("scaled:1:2", "expected scaled:FACTOR"),
        ("noisy:0.1", "expected noisy:SHARE:SEED"),
        ("shuffled:0.5", "expected 0, 1, 2"),
        ("delayed:-1", "expected 0, 1, 2"),
        ("scaled:1", "changes no action"),
        ("delayed:0", "changes no action"),
        ("noisy:0:1", "changes no action"),
    ],
)
def test_wrong_numbers_and_changes_that_change_nothing_are_refused(change, told):
    with pytest.raises(ConfigError, match=told):
        changed_actions(ACTIONS, change)


def test_an_unknown_change_names_the_known_ones():
    with pytest.raises(UnknownNameError, match=r"'suffled'; did you mean 'shuffled'"):
        changed_actions(ACTIONS, "suffled:1")
