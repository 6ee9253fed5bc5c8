"""Recovered actions: within limits, as many as asked for, and means where nothing can be told."""

import numpy as np
import pytest

from physai_sim.generation.physics import recovery
from physai_sim.generation.physics.recovery import explained_by_name, recovered


class Guess:
    """A model that always answers the same."""

    def __init__(self, explained, answer):
        self.explained, self.answer = np.array(explained), answer
        self.mean = np.full(len(explained), 0.04)

    def strangeness(self, motion):
        del motion
        return 1.0

    def worst_error(self, count, told, half):
        del count, told, half
        return 0.2

    def actions(self, motion, count, rates):
        del motion, rates
        return np.full((count, len(self.mean)), self.answer)


@pytest.fixture
def guess(monkeypatch):
    """Puts a model in the place of a learned one."""

    def put(explained, answer):
        monkeypatch.setattr(recovery, "model_for", lambda _truth: Guess(explained, answer))

    return put


def test_numbers_that_cannot_be_told_have_the_mean(push_truth, guess):
    guess([0.9, 0.3, np.nan, 0.5, 0.5, 0.5, np.nan], 0.02)
    found = recovered(push_truth.rgb, push_truth)
    assert len(found.actions) == len(push_truth.source.actions)
    assert found.told.tolist() == [True, False, False, True, True, True, False]
    assert found.actions[0, 0] == 0.02
    assert found.actions[0, 6] == 0.04


def test_actions_stay_within_the_limits_of_the_robot(push_truth, guess):
    guess([0.9] * 7, 100.0)
    assert np.array_equal(
        recovered(push_truth.rgb, push_truth).actions[0], push_truth.spec.action_high
    )


def test_shares_are_told_by_name_and_none_for_what_never_changes(push_truth, guess):
    guess([0.9, 0.3, np.nan, 0.5, 0.5, 0.5, np.nan], 0.02)
    told = explained_by_name(recovered(push_truth.rgb, push_truth), push_truth)
    assert told["x_delta_m"] == 0.9
    assert told["gripper_opening_m"] is None
