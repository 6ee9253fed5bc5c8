"""Folders of pictures: one file, one frame."""

import struct

import numpy as np
import pytest

from physai_sim.core.errors import DatasetError
from physai_sim.generation.physics.clips.limits import LIMIT_BYTES
from physai_sim.generation.physics.clips.picture_folder import read_pictures


def refused(folder, match, limit_bytes=LIMIT_BYTES):
    with pytest.raises(DatasetError, match=match):
        read_pictures(folder, limit_bytes=limit_bytes)


def test_pictures_come_back_as_they_were(pictures, frames):
    assert np.array_equal(read_pictures(pictures, limit_bytes=LIMIT_BYTES), frames)


def test_numbers_order_frames_and_not_letters(tmp_path, frames, write_pictures):
    folder = write_pictures(tmp_path / "frames", frames)
    for index in range(len(frames)):
        (folder / f"frame_{index:04d}.png").rename(folder / f"{index}.png")
    assert np.array_equal(read_pictures(folder, limit_bytes=LIMIT_BYTES), frames)


def test_a_frame_that_is_missing_is_told(pictures):
    (pictures / "frame_0005.png").unlink()
    refused(pictures, "missing.*5")


def test_a_folder_without_pictures_is_refused(tmp_path):
    refused(tmp_path, "no PNG file is in it")


def test_a_name_without_a_number_is_refused(pictures):
    (pictures / "frame_0005.png").rename(pictures / "cover.png")
    refused(pictures, "cover.png")


def test_a_picture_of_another_size_is_refused(pictures, tmp_path, frames, write_pictures):
    other = write_pictures(tmp_path / "other", frames[:1, :16])
    (other / "frame_0000.png").rename(pictures / "frame_0003.png")
    refused(pictures, "frame_0003.png.*another size")


def test_a_damaged_picture_is_refused(pictures):
    path = pictures / "frame_0003.png"
    path.write_bytes(path.read_bytes()[:40])
    refused(pictures, "frame_0003.png")


def test_a_header_that_asks_for_a_mountain_is_refused_before_it_is_unpacked(pictures):
    for path in pictures.iterdir():
        content = bytearray(path.read_bytes())
        content[16:24] = struct.pack(">II", 60000, 60000)
        path.write_bytes(content)
    refused(pictures, "no size of a picture")


def test_pictures_that_would_fill_the_memory_are_refused(pictures, frames):
    refused(pictures, "too large", limit_bytes=frames.nbytes - 1)
