"""Texels are read apart as they were packed."""

import numpy as np

from physai_sim.rendering.gl.texel import MOST_LABELS, NARROW, flow_of, frame_of

NONE = np.zeros(0, np.int32)


def _packed(normals):
    """The shader's packing in NumPy."""
    v = normals / np.abs(normals).sum(axis=-1, keepdims=True)
    folded = (1 - np.abs(v[..., 1::-1])) * np.where(v[..., :2] < 0, -1, 1)
    xy = np.where(v[..., 2:] < 0, folded, v[..., :2])
    return np.round(xy * 32767).astype(np.int16).view(np.uint32)[..., 0]


def test_each_word_becomes_its_stream():
    rng = np.random.default_rng(0)
    texels = np.zeros((5, 7, 4), np.uint32)
    rgb = rng.integers(0, 256, (5, 7, 3), dtype=np.uint8)
    depth = rng.uniform(0.1, 50, (5, 7)).astype(np.float32)
    labels = rng.integers(0, 1 << 26, (5, 7), dtype=np.int32)
    normals = rng.normal(size=(5, 7, 3))
    normals /= np.linalg.norm(normals, axis=-1, keepdims=True)
    labels[0, 0], depth[0, 0] = -1, np.inf
    texels.view(np.uint8).reshape(5, 7, 16)[..., :3] = rgb
    texels[..., 1], texels[..., 2] = depth.view(np.uint32), labels.view(np.uint32)
    texels[..., 3] = _packed(normals)
    frame = frame_of(texels, NONE, ("rgb", "normals"))
    assert np.array_equal(frame.rgb, rgb)
    assert np.array_equal(frame.depth_m, depth)
    assert np.array_equal(frame.segmentation, labels)
    assert (frame.normals[0, 0] == 0).all()
    normals[0, 0] = 0
    assert np.abs(frame.normals - normals).max() < 2e-4
    assert frame_of(texels, NONE, ("rgb",)).normals is None


def test_narrow_texels_hold_the_number_of_a_label():
    rng = np.random.default_rng(0)
    labels = np.unique(rng.integers(0, 1 << 26, MOST_LABELS, dtype=np.int32))
    numbers = rng.integers(0, len(labels), (5, 7), dtype=np.uint8)
    rgb = rng.integers(0, 256, (5, 7, 3), dtype=np.uint8)
    depth = rng.uniform(0.1, 50, (5, 7)).astype(np.float32)
    texels = np.zeros((5, 7, NARROW), np.uint32)
    texels.view(np.uint8).reshape(5, 7, 8)[..., :4] = np.dstack([rgb, numbers])
    texels[..., 1] = depth.view(np.uint32)
    expected = labels[numbers]
    texels[0, 0, 0] |= np.uint32(255 << 24)
    expected[0, 0] = -1
    frame = frame_of(texels, labels, ("rgb",))
    assert np.array_equal(frame.rgb, rgb)
    assert np.array_equal(frame.depth_m, depth)
    assert np.array_equal(frame.segmentation, expected)
    assert frame.segmentation.dtype == np.int32


def test_flow_lies_in_the_first_two_words():
    flow = np.random.default_rng(0).normal(size=(3, 4, 2)).astype(np.float32)
    texels = np.zeros((3, 4, 4), np.uint32)
    texels[..., :2] = flow.view(np.uint32)
    assert np.array_equal(flow_of(texels), flow)
