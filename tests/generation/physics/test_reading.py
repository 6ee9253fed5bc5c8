"""Clips from what lies on a disk, and the truth beside them."""

import cv2
import numpy as np
import pytest

from physai_sim.core.config import load_world
from physai_sim.core.errors import ConfigError, DatasetError, UnknownNameError
from physai_sim.datasets.video import VideoWriter
from physai_sim.evaluation.record import record
from physai_sim.evaluation.run_request import RunRequest
from physai_sim.generation.physics.reading import Excerpt, read_clip, read_truth
from physai_sim.generation.physics.truth import View


@pytest.fixture
def pictures(tmp_path):
    folder = tmp_path / "frames"
    folder.mkdir()
    for index in range(5):
        cv2.imwrite(str(folder / f"{index}.png"), np.full((8, 10, 3), 40 * index, np.uint8))
    return folder


def test_a_folder_of_pictures_is_a_clip_at_the_rate_that_is_told(pictures):
    clip = read_clip(pictures, Excerpt(hz=12))
    assert clip.hz == 12
    assert clip.frames.shape == (5, 8, 10, 3)
    assert [int(frame.mean()) for frame in clip.frames] == [0, 40, 80, 120, 160]


def test_a_folder_of_pictures_without_a_rate_is_refused(pictures):
    with pytest.raises(ConfigError, match="at what rate"):
        read_clip(pictures)


def test_masks_and_depth_come_with_a_clip(pictures, tmp_path):
    np.savez(tmp_path / "masks.npz", cube=np.ones((5, 8, 10), bool))
    np.save(tmp_path / "depth.npy", np.ones((5, 8, 10), np.float32))
    files = {"masks": tmp_path / "masks.npz", "depth": tmp_path / "depth.npy"}
    clip = read_clip(pictures, Excerpt(hz=12), **files)
    assert clip.masks["cube"].all()
    assert clip.depth_m.shape == (5, 8, 10)


def test_what_is_not_there_is_told(tmp_path):
    with pytest.raises(DatasetError, match="no such file or folder"):
        read_clip(tmp_path / "nothing.mp4")


def test_a_world_and_a_seed_have_a_truth():
    view = View("front_camera", 24, (32, 32), 5)
    truth = read_truth("reach:3", view, settings=["time_limit_s=0.4"])
    assert truth.rgb.shape == (5, 32, 32, 3)
    assert truth.source.seed == 3


@pytest.fixture
def recording(tmp_path):
    """The folder of a recording: two episodes in a dataset."""
    config = load_world("reach", ["time_limit_s=0.4"])
    request = RunRequest(config, config.expert, 2, 0, tmp_path / "run")
    record(request, progress=lambda *_: None)
    return request.out


@pytest.mark.slow
def test_an_episode_of_a_dataset_is_the_truth_of_a_film_as_its_seed_is(recording):
    view = View("front_camera", 24, (16, 16), 2)
    truths = [
        read_truth(f"{recording / 'dataset'}:1", view),
        read_truth("reach:1", view, settings=["time_limit_s=0.4"]),
    ]
    for truth in truths:
        assert truth.source.seed == truths[0].source.seed == 1
        assert np.array_equal(truth.rgb, truths[0].rgb)


@pytest.mark.parametrize(
    ("path", "error"),
    [
        ("nothing", UnknownNameError),
        ("", ConfigError),
        ("reach:-1", ConfigError),
        ("reach:99999999999999999999", ConfigError),
        ("no_such_world:1", UnknownNameError),
    ],
)
def test_what_is_no_episode_is_refused(path, error):
    with pytest.raises(error):
        read_truth(path, View("front_camera", 24))


def test_a_rate_that_the_engine_cannot_follow_is_refused():
    with pytest.raises(ConfigError, match="25"):
        read_truth("reach:3", View("front_camera", 25), settings=["time_limit_s=0.4"])


def test_a_video_file_knows_how_it_was_compressed_and_pictures_lost_nothing(tmp_path, pictures):
    with VideoWriter(tmp_path / "film.mp4", hz=12, size_px=(32, 32)) as writer:
        for level in range(6):
            writer.write(np.full((32, 32, 3), 40 * level, np.uint8))
    coding = read_clip(tmp_path / "film.mp4").coding
    assert (coding.codec, coding.pixel_format) == ("h264", "yuv420p")
    assert read_clip(pictures, Excerpt(hz=12)).coding is None


@pytest.mark.slow
def test_an_episode_of_a_dataset_knows_how_its_video_was_compressed(recording):
    clip = read_clip(recording / "dataset", Excerpt(camera="front_camera"))
    assert clip.coding is None or clip.coding.codec == "h264"
