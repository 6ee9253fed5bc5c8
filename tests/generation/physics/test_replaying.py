"""Replays: the asked actions lead exactly where the truth is, others do not."""

import numpy as np
import pytest

from physai_sim.generation.physics.replaying import frames_of, replayed, true_place


def test_the_asked_actions_lead_where_the_truth_is_to_the_bit(push_truth):
    replay = replayed(push_truth, push_truth.source.actions)
    assert replay.success
    for name in push_truth.poses:
        assert np.array_equal(replay.places[name], true_place(push_truth, name)), name


def test_rest_leads_nowhere(push_truth):
    replay = replayed(push_truth, push_truth.source.actions[:20] * 0.0)
    assert not replay.success
    assert len(replay.places["cube"]) == frames_of(push_truth, 20) == 17
    assert replay.places["cube"][-1] == pytest.approx(push_truth.poses["cube"][0, :3], abs=1e-3)


def test_an_arm_is_where_its_tool_is(push_truth):
    assert np.array_equal(true_place(push_truth, "arm"), push_truth.tools["arm"][:, :3])
