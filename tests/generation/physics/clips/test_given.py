"""Masks and depth that a generator gave, or files that are none."""

import io
import json
import zipfile

import numpy as np
import pytest

from physai_sim.core.errors import DatasetError
from physai_sim.generation.physics.clips.given import read_depth, read_masks
from physai_sim.generation.physics.clips.limits import LIMIT_BYTES

SHAPE = (12, 32, 48)


@pytest.fixture
def masks(frames):
    return {"square": frames[..., 0] > 150, "rest": frames[..., 0] <= 150}


def saved(tmp_path, **arrays):
    np.savez_compressed(tmp_path / "masks.npz", **arrays)
    return tmp_path / "masks.npz"


def refused(path, match, read=read_masks, limit_bytes=LIMIT_BYTES):
    with pytest.raises(DatasetError, match=match):
        read(path, SHAPE, limit_bytes=limit_bytes)


def test_masks_of_an_archive_come_back(tmp_path, masks):
    found = read_masks(saved(tmp_path, **masks), SHAPE, limit_bytes=LIMIT_BYTES)
    assert found.keys() == masks.keys()
    assert all(np.array_equal(found[name], masks[name]) for name in masks)


def test_labels_with_names_are_masks(tmp_path, masks, write_pictures):
    folder = write_pictures(tmp_path / "labels", masks["square"].astype(np.uint8) * 7)
    (folder / "names.json").write_text(json.dumps({"square": 7}))
    found = read_masks(folder, SHAPE, limit_bytes=LIMIT_BYTES)
    assert np.array_equal(found["square"], masks["square"])


def test_labels_without_names_are_refused(tmp_path, masks, write_pictures):
    folder = write_pictures(tmp_path / "labels", masks["square"].astype(np.uint8))
    refused(folder, "labels have no names")
    (folder / "names.json").write_text('["square"]')
    refused(folder, "no names of labels")


def test_labels_in_colours_are_refused(tmp_path, frames, write_pictures):
    folder = write_pictures(tmp_path / "labels", frames)
    (folder / "names.json").write_text('{"square": 7}')
    refused(folder, "one grey number a pixel")


def test_masks_of_another_length_shape_or_kind_are_refused(tmp_path, masks):
    refused(saved(tmp_path, square=masks["square"][:5]), "another number of frames, got 5")
    refused(saved(tmp_path, square=masks["square"][:, 1:]), "another shape")
    refused(saved(tmp_path, square=masks["square"].astype(float)), "no mask")
    refused(saved(tmp_path), "no mask is in it")


def test_an_archive_that_unfolds_to_too_much_is_refused(tmp_path):
    path = saved(tmp_path, square=np.zeros((200, 100, 100), bool))
    assert path.stat().st_size < 10_000
    refused(path, "too large", limit_bytes=1_000_000)


def test_code_in_an_archive_is_never_run(tmp_path):
    refused(saved(tmp_path, square=np.array([print], dtype=object)), "no NumPy file")


def test_what_is_no_archive_is_refused(tmp_path):
    path = tmp_path / "masks.npz"
    refused(path, "no such file")
    path.write_text("hello")
    refused(path, "no NumPy file")


def test_depth_comes_back_and_may_be_infinite(tmp_path):
    depth = np.full(SHAPE, 1.5, np.float32)
    depth[:, 0] = np.inf
    np.save(tmp_path / "depth.npy", depth)
    found = read_depth(tmp_path / "depth.npy", SHAPE, limit_bytes=LIMIT_BYTES)
    assert np.array_equal(found, depth)


@pytest.mark.parametrize(
    ("depth", "match"),
    [
        (np.full(SHAPE, np.nan), "no number"),
        (np.full(SHAPE, -1.0), "negative"),
        (np.ones(SHAPE, np.uint8), "no depth in metres"),
        (np.ones((3, 32, 48)), "another number of frames"),
        (np.ones(()), "another number of frames"),
    ],
)
def test_what_is_no_depth_is_refused(tmp_path, depth, match):
    np.save(tmp_path / "depth.npy", depth)
    refused(tmp_path / "depth.npy", match, read_depth)


def test_archives_that_lie_or_hold_other_things_are_refused(tmp_path):
    header = io.BytesIO()
    told = {"descr": "|b1", "fortran_order": False, "shape": (10**12,)}
    np.lib.format.write_array_header_1_0(header, told)
    path = tmp_path / "masks.npz"
    for name, content, match in (
        ("square.npy", header.getvalue() + b"few", "no NumPy file"),
        ("square", b"hello", "no array, got 'bytes'"),
    ):
        with zipfile.ZipFile(path, "w") as file:
            file.writestr(name, content)
        refused(path, match)
