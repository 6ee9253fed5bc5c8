"""A policy is judged on seeds that no training can draw, by the task's own word."""

import pytest

from physai_sim.core.config import load_world
from physai_sim.core.errors import UnknownNameError
from physai_sim.training import evaluate
from physai_sim.training.evaluate import FIRST_FRESH_SEED, success_share


def test_the_expert_of_reach_succeeds_on_fresh_seeds():
    share = success_share(load_world("reach"), "expert_reach", episodes=2)
    assert (share.value, share.n) == (1.0, 2)


def test_a_random_policy_does_not(monkeypatch):
    share = success_share(load_world("reach", ["time_limit_s=1.0"]), "random", episodes=2)
    assert (share.value, share.n) == (0.0, 2)


def test_fresh_seeds_begin_where_those_of_training_end(monkeypatch):
    played = []
    monkeypatch.setattr(
        evaluate, "succeeds", lambda session, player, seed: played.append(seed) or seed % 2 == 0
    )
    share = success_share(load_world("reach"), "random", episodes=4)
    assert played == [2**31, 2**31 + 1, 2**31 + 2, 2**31 + 3]
    assert FIRST_FRESH_SEED == 2**31
    assert share.value == 0.5


def test_a_policy_that_is_not_there_is_named():
    with pytest.raises(UnknownNameError, match=r"unknown policy, got 'nobody'.*trained"):
        success_share(load_world("reach"), "nobody", episodes=1)
