import dataclasses

import numpy as np
import pytest

from physai_sim.core.truth import BodyInfo
from physai_sim.evaluation.metrics.final_pose_error import FinalPoseError

CUBE, BALL = BodyInfo("object", (0.1, 0.1, 0.1)), BodyInfo("target", (0.1, 0.1, 0.1))


def _poses(*end):
    poses = np.zeros((40, 7))
    poses[-1, :3] = end
    return poses


@pytest.fixture
def score(arm):
    def make(goal, bodies, **changes):
        episode = arm(**changes)
        facts = dataclasses.replace(episode.facts, goal=goal, bodies=bodies)
        return FinalPoseError().score(dataclasses.replace(episode, facts=facts))

    return make


def test_a_body_that_is_to_be_moved_is_measured_by_its_own_place_at_the_end(score):
    goal = {"cube": (0.4, 0.0, 0.3)}
    result = score(goal, {"cube": CUBE}, tracks={"cube": _poses(0.4, 0.04, 0.33)})
    assert result.value == pytest.approx(0.05)
    assert result.parts == {"cube_m": result.value}


def test_a_target_is_measured_by_the_tool(score):
    result = score({"ball": (1.0, 2.0, 2.0)}, {"ball": BALL}, tools={"arm": _poses(0, 0, 0)})
    assert result.value == pytest.approx(3.0)


def test_of_several_bodies_the_farthest_counts(score):
    goal = {"near": (0.0, 0.0, 0.0), "far": (0.0, 0.0, 0.0)}
    tracks = {"near": _poses(0.1, 0, 0), "far": _poses(0, 0.2, 0)}
    result = score(goal, {"near": CUBE, "far": CUBE}, tracks=tracks)
    assert result.value == pytest.approx(0.2)
    assert result.parts == pytest.approx({"near_m": 0.1, "far_m": 0.2})


def test_two_tools_are_matched_to_two_targets_by_the_least_sum(score):
    goal = {"red": (0.0, 1.0, 0.0), "green": (0.0, -1.0, 0.0)}
    tools = {"right": _poses(0.0, -1.0, 0.1), "left": _poses(0.0, 1.0, 0.3)}
    result = score(goal, {"red": BALL, "green": BALL}, tools=tools)
    assert result.parts == pytest.approx({"red_m": 0.3, "green_m": 0.1})
    assert result.value == pytest.approx(0.3)


def test_a_body_that_was_not_recorded_is_named_and_not_zero(score):
    goal = {"cube": (0.4, 0.0, 0.3), "ball": (0.0, 0.0, 0.0)}
    bodies = {"cube": CUBE, "ball": BALL}
    gone = np.full((40, 7), np.nan)
    for tracks in ({}, {"cube": np.zeros((0, 7))}, {"cube": gone}):
        result = score(goal, bodies, tracks=tracks)
        assert result.value is None
        assert result.reason == "not recorded: pose of cube"
        assert result.parts["ball_m"] is not None


def test_without_a_goal_the_error_is_unknown(score):
    assert score({}, {}).reason == "no goal was recorded"


def test_poses_are_not_asked_of_a_car(drive):
    assert not FinalPoseError().applies(drive())
