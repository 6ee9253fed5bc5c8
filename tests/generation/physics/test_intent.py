"""What a clip is meant to show decides what it is held against."""

import numpy as np
import pytest

from physai_sim.core.config import load_world
from physai_sim.core.errors import ConfigError
from physai_sim.core.rollouts import Expansion, RolloutRequest
from physai_sim.generation.physics.clip import Clip
from physai_sim.generation.physics.intent import meant, request_beside
from physai_sim.generation.physics.truth import View, true_film
from physai_sim.generation.source.from_world import from_world


@pytest.fixture(scope="module")
def truth():
    source = from_world(load_world("push", ["time_limit_s=0.6"]), 1)
    return true_film(source, View("front_camera", 10, (32, 32)))


def clip_of(truth, expansion):
    return Clip("made by hand", truth.hz, truth.rgb, expansion=expansion)


def test_looks_and_silence_are_held_against_the_truth_itself(truth):
    night = Expansion("appearance", "night", ("scene.light.ambient=0.2",))
    for expansion in (None, Expansion(), night):
        assert meant(clip_of(truth, expansion), truth) is truth


def test_changed_physics_is_played_anew_and_remembers_what_was_before(truth):
    other = Expansion("physics", "moon", ("scene.gravity_mps2=[0.0, 0.0, -1.6]",))
    held = meant(clip_of(truth, other), truth)
    assert held.before is truth
    assert held.source.config.scene.gravity_mps2[2] == -1.6
    assert len(held.stamps_ns) == len(truth.stamps_ns)


def test_a_camera_that_stands_elsewhere_sees_the_same_states(truth):
    moved = "sensors.front_camera.vertical_fov_rad=0.9"
    expansion = Expansion("appearance", "wide", (moved, "scene.light.ambient=0.2"))
    held = meant(clip_of(truth, expansion), truth)
    assert held is not truth
    assert held.camera.focal_px < truth.camera.focal_px
    assert all(np.array_equal(held.poses[n], rows) for n, rows in truth.poses.items())


def test_a_video_without_arguments_beside_it_says_nothing(tmp_path):
    assert request_beside(tmp_path / "vision.mp4") is None


def test_arguments_that_cannot_be_read_are_one_line(tmp_path):
    (tmp_path / "sample_args.json").write_text("{", encoding="utf-8")
    with pytest.raises(ConfigError, match="no arguments of a rollout"):
        request_beside(tmp_path / "vision.mp4")


def test_what_a_sample_was_asked_for_is_read(tmp_path, say_asked):
    night = Expansion("appearance", "night", ("a=1",))
    asked = RolloutRequest("a", "push:1", night, num_frames=5, cameras=("front_camera",))
    say_asked(tmp_path, asked)
    assert request_beside(tmp_path / "vision.mp4") == asked
    assert request_beside(tmp_path) == asked
