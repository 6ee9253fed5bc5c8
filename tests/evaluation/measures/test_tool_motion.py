import numpy as np
import pytest

from physai_sim.evaluation.measures.tool_motion import speed_profile, tool_paths

SECOND_NS = 1_000_000_000


def _straight(times_s, speed_mps):
    tool = np.zeros((len(times_s), 7))
    tool[:, 0] = speed_mps * np.asarray(times_s)
    return tool


def test_an_even_motion_has_one_speed_at_the_rate_of_the_recording(arm):
    profile = speed_profile(arm(tools={"arm": _straight(np.arange(40) / 10, 0.25)}), "arm")
    assert profile.rate_hz == pytest.approx(10.0)
    np.testing.assert_allclose(profile.speed_mps, np.full(40, 0.25))


def test_stamps_that_are_uneven_are_brought_to_even_ones(arm):
    times = np.delete(np.arange(40), [7, 8, 20]) / 10
    stamps = np.round(times * SECOND_NS).astype(np.int64)
    profile = speed_profile(arm(37, stamps_ns=stamps, tools={"arm": _straight(times, 0.5)}), "arm")
    assert len(profile.speed_mps) == 40
    np.testing.assert_allclose(profile.speed_mps, np.full(40, 0.5))


def test_a_pose_that_is_not_there_is_left_out(arm):
    tool = _straight(np.arange(40) / 10, 0.5)
    tool[3] = np.nan
    episode = arm(tools={"arm": tool})
    assert tool_paths(episode)["arm"].shape == (39, 3)
    np.testing.assert_allclose(speed_profile(episode, "arm").speed_mps, np.full(40, 0.5))


def test_less_than_two_positions_have_no_speed(arm):
    assert speed_profile(arm(1), "arm") is None
    assert speed_profile(arm(0), "arm") is None
