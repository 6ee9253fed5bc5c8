"""A4: asked actions end where the truth ends, a frozen camera does not, poor floors judge not."""

import math
from dataclasses import replace

import numpy as np
import pytest

from physai_sim.generation.physics import recovery
from physai_sim.generation.physics.clip import Clip
from physai_sim.generation.physics.lifting import body_middle
from physai_sim.generation.physics.measures.executability import Executability
from physai_sim.generation.physics.sight import CameraMotion, Sight

MEASURE = Executability()


class Fixed:
    """A model that answers what it is given."""

    def __init__(self, actions, explained):
        self._actions, self.mean = actions, actions.mean(axis=0)
        self.explained = np.full(actions.shape[1], explained)

    def strangeness(self, motion):
        del motion
        return 1.0

    def worst_error(self, count, told, half):
        del count, told, half
        return 0.2

    def actions(self, motion, count, rates):
        del motion, rates
        return self._actions[:count]


@pytest.fixture
def model(monkeypatch):
    """Puts a model in the place of a learned one."""

    def put(actions, explained=0.9):
        monkeypatch.setattr(recovery, "model_for", lambda _truth: Fixed(actions, explained))

    return put


def test_the_asked_actions_end_where_the_truth_ends(push_truth, sight_at, model):
    model(push_truth.source.actions)
    sight = sight_at(push_truth, {"cube": body_middle(push_truth, "cube")})
    score = MEASURE.score(sight, push_truth)
    assert score.value == pytest.approx(0.0, abs=1e-9)
    assert score.parts["success"]
    assert score.parts["by"] == "inverse dynamics"
    assert set(score.parts["by_body"]) == {"arm", "cube"}


def test_actions_that_stop_halfway_leave_the_cube_behind(push_truth, sight_at, model):
    actions = push_truth.source.actions.copy()
    actions[30:, :6] = 0.0
    model(actions)
    still = np.repeat(body_middle(push_truth, "cube")[:1], len(push_truth.stamps_ns), axis=0)
    score = MEASURE.score(sight_at(push_truth, {"cube": still}), push_truth)
    assert score.value > MEASURE.limit(0.0, push_truth)
    assert not score.parts["success"]
    assert score.parts["correlation_with_a1"]["cube"] > 0.8


def test_a_camera_that_is_carried_needs_no_model(lane_curve_truth, model):
    truth = lane_curve_truth
    model(truth.source.actions, explained=0.0)
    clip = Clip("a clip", truth.hz, truth.rgb)
    inliers = np.full(len(truth.rgb), 99)
    sight = Sight(clip, "masks", {}, CameraMotion(truth.camera_poses, inliers))
    score = MEASURE.score(sight, truth)
    assert score.parts["by"] == "the motion of the camera"
    assert score.parts["of_way"] < 0.05
    frozen = truth.camera_poses.copy()
    frozen[10:] = frozen[10]
    stopped = MEASURE.score(replace(sight, camera=CameraMotion(frozen, inliers)), truth)
    assert stopped.value > MEASURE.limit(score.value, truth)


def test_a_gripper_that_cannot_be_told_does_what_was_asked_and_is_named(
    pick_place_truth, sight_at, monkeypatch
):
    asked = pick_place_truth.source.actions
    shut = Fixed(np.where(np.arange(7) < 6, asked, 0.0), 0.9)
    shut.explained[6] = np.nan
    monkeypatch.setattr(recovery, "model_for", lambda _truth: shut)
    score = MEASURE.score(sight_at(pick_place_truth, {}), pick_place_truth)
    assert score.value == pytest.approx(0.0, abs=1e-9)
    assert score.parts["success"]
    assert score.parts["as_asked"] == ["gripper_opening_m"]


def test_what_cannot_be_recovered_is_unknown(push_truth, sight_at, model):
    model(push_truth.source.actions, explained=0.1)
    score = MEASURE.score(sight_at(push_truth, {}), push_truth)
    assert score.value is None
    assert "cannot be recovered" in score.reason


def test_there_is_no_limit_where_the_true_film_itself_ends_elsewhere(push_truth):
    assert MEASURE.applies(push_truth)
    assert math.isinf(MEASURE.limit(0.4, push_truth))
    assert MEASURE.limit(0.02, push_truth) < 0.06
