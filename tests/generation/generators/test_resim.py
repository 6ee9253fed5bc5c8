"""The generator that plays its source again."""

import numpy as np
import pytest

from physai_sim.core import registry
from physai_sim.core.errors import ConfigError
from physai_sim.core.rollouts import RolloutRequest
from physai_sim.generation.physics.truth import View, true_film
from physai_sim.generation.source.read import read_source
from physai_sim.generation.variation.appearance import appearance

ASKED = {"fps": 12, "num_frames": 4, "size_px": (32, 24), "cameras": ("front_camera", "view")}


@pytest.fixture(scope="module")
def resim():
    return registry.find("generators", "resim")()


@pytest.fixture(scope="module")
def rollout(resim):
    return resim.generate(RolloutRequest("r", "reach:0", streams=("depth", "edges"), **ASKED))


def test_unchanged_it_is_the_true_film_to_the_bit(rollout):
    truth = true_film(read_source("reach:0"), View("front_camera", 12, (32, 24), 4))
    assert np.array_equal(rollout.frames["front_camera"], truth.rgb)
    assert np.array_equal(rollout.streams["front_camera", "depth"], truth.depth_m)
    assert np.array_equal(rollout.stamps_ns, truth.stamps_ns)


def test_every_camera_and_stream_has_every_frame(rollout):
    assert rollout.frames["view"].shape == (4, 24, 32, 3)
    assert {key: len(value) for key, value in rollout.streams.items()} == {
        (camera, stream): 4 for camera in ("front_camera", "view") for stream in ("depth", "edges")
    }
    assert len(rollout.actions) == len(rollout.state_hashes) == 4


def test_it_is_simulated_and_says_by_what(rollout):
    assert rollout.provenance.source == "simulated"
    assert rollout.provenance.by.endswith("resim")
    assert rollout.checks == {"states": "4 states of the engine were hashed"}


def test_other_looks_have_other_frames_and_the_same_states(resim, rollout):
    night = resim.generate(RolloutRequest("n", "reach:0", appearance("night"), **ASKED))
    assert night.state_hashes == rollout.state_hashes
    assert not np.array_equal(night.frames["view"], rollout.frames["view"])


def test_streams_that_only_files_hold_are_refused(resim):
    with pytest.raises(ConfigError, match="only files hold, got 'flow'"):
        resim.generate(RolloutRequest("r", "reach:0", streams=("flow",), **ASKED))
