"""Videos are read whole or refused in one line."""

from fractions import Fraction

import numpy as np
import pytest

from physai_sim.core.errors import DatasetError
from physai_sim.generation.physics.clips.limits import LIMIT_BYTES
from physai_sim.generation.physics.clips.video_file import read_video


def read(path, limit_bytes=LIMIT_BYTES):
    return read_video(path, limit_bytes=limit_bytes)


def refused(path, match, **options):
    with pytest.raises(DatasetError, match=match) as told:
        read(path, **options)
    assert "\n" not in str(told.value)
    assert path.name in str(told.value)


def test_every_frame_of_a_video_is_read_with_its_rate(video, frames):
    found, hz = read(video)
    assert hz == 24
    assert found.shape == frames.shape
    assert np.abs(found.astype(int) - frames).mean() < 6


@pytest.mark.parametrize("hz", [5, 16, 30, 60])
def test_any_whole_rate_is_followed(tmp_path, frames, hz, write_video):
    assert read(write_video(tmp_path / "film.mp4", frames, rate=hz))[1] == hz


def test_stamps_in_milliseconds_are_near_enough(tmp_path, frames, write_video):
    stamps = [round(index * 1000 / 24) for index in range(len(frames))]
    path = write_video(tmp_path / "film.mkv", frames, rate=24, stamps=stamps)
    assert read(path)[1] == 24


def test_a_fractional_rate_is_refused(tmp_path, frames, write_video):
    refused(write_video(tmp_path / "film.mp4", frames, rate=Fraction(30000, 1001)), "30000/1001")


def test_a_rate_that_changes_is_refused(tmp_path, frames, write_video):
    stamps = [index * 100 + (50 if index == 5 else 0) for index in range(len(frames))]
    refused(write_video(tmp_path / "film.mp4", frames, rate=10, stamps=stamps), "rate|spaced")


def test_an_empty_file_is_refused(tmp_path):
    path = tmp_path / "film.mp4"
    path.touch()
    refused(path, "no video that can be read")


def test_a_text_is_no_video(tmp_path):
    path = tmp_path / "film.mp4"
    path.write_text("hello\n" * 100)
    refused(path, "no video that can be read")


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9])
def test_a_video_that_is_cut_off_is_refused(video, share):
    video.write_bytes(video.read_bytes()[: int(share * video.stat().st_size)])
    refused(video, ".")


def test_a_video_with_damaged_frames_is_refused(tmp_path, write_video):
    noise = np.random.default_rng(0).integers(0, 256, (12, 48, 64, 3), dtype=np.uint8)
    path = write_video(tmp_path / "film.mp4", noise, rate=24)
    content = bytearray(path.read_bytes())
    middle = len(content) // 2
    content[middle : middle + 3000] = bytes(3000)
    path.write_bytes(content)
    refused(path, ".")


def test_a_video_that_would_fill_the_memory_is_refused(video, frames):
    refused(video, "too large", limit_bytes=frames.nbytes - 1)
    assert len(read(video, frames.nbytes)[0]) == len(frames)


def test_a_folder_is_no_video(tmp_path):
    refused(tmp_path, "no video that can be read")
