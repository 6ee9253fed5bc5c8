"""A video and its truth are read with the same rate, size and camera, or refused."""

import sys

import numpy as np
import pytest

from physai_sim.core.errors import PhysAIError
from physai_sim.datasets.video import VideoWriter
from physai_sim.generation.physics.check_request import CheckRequest, Pair
from physai_sim.generation.physics.material import read_material


@pytest.fixture(scope="module")
def pair(tmp_path_factory):
    path = tmp_path_factory.mktemp("videos") / "grey.mp4"
    with VideoWriter(path, hz=12, size_px=(32, 24)) as writer:
        for _ in range(2):
            writer.write(np.full((24, 32, 3), 128, np.uint8))
    return Pair(path, "push:1")


def test_the_truth_is_filmed_as_the_video_is(pair):
    found = read_material(CheckRequest(pair, frames=2, variants=(pair.video,)))
    assert found.truth.rgb.shape == found.clip.frames.shape == (2, 24, 32, 3)
    assert found.truth.hz == found.clip.hz == 12
    assert list(found.variants) == [str(pair.video)]
    assert found.other is None


def test_a_length_that_is_not_the_videos_is_refused_before_anything_is_filmed(pair):
    with pytest.raises(PhysAIError, match="another number of frames than is meant, got 2"):
        read_material(CheckRequest(pair, frames=1_000_000_000))


def test_lpips_that_is_not_here_is_told_before_anything_is_filmed(pair, monkeypatch):
    monkeypatch.setitem(sys.modules, "lpips", None)
    with pytest.raises(PhysAIError, match="LPIPS cannot be used here"):
        read_material(CheckRequest(pair, lpips=True))


def test_a_video_of_another_length_than_its_truth_is_refused_with_both(pair):
    with pytest.raises(PhysAIError, match="differ in their frames, got 2; expected"):
        read_material(CheckRequest(pair, settings=("time_limit_s=0.5",)))
