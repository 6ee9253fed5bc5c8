from types import SimpleNamespace

import cv2
import numpy as np
import pytest

from physai_sim.core.errors import BagError
from physai_sim.messages.pictures import picture_from

RGB = np.tile(np.array([[[200, 100, 50]]], np.uint8), (4, 6, 1))


def raw(encoding, pixels, *, padding=0):
    """An Image of pixels, shape (H, W, bytes of a pixel), each row with some bytes behind it."""
    height, width = pixels.shape[:2]
    rows = pixels.reshape(height, -1)
    data = np.hstack([rows, np.zeros((height, padding), np.uint8)])
    return SimpleNamespace(
        encoding=encoding, height=height, width=width, step=data.shape[1], data=data.ravel()
    )


def coded(ending, name, pixels):
    _, data = cv2.imencode(ending, pixels)
    return SimpleNamespace(format=name, data=data.ravel())


@pytest.mark.parametrize(
    ("encoding", "order"), [("rgb8", [0, 1, 2]), ("bgr8", [2, 1, 0]), ("bgra8", [2, 1, 0, 0])]
)
@pytest.mark.parametrize("padding", [0, 5])
def test_colours_come_out_as_rgb(encoding, order, padding):
    message = raw(encoding, RGB[..., order], padding=padding)
    np.testing.assert_array_equal(picture_from(message), RGB)


def test_grey_is_a_colour_too():
    grey = np.full((4, 6, 1), 90, np.uint8)
    assert (picture_from(raw("mono8", grey)) == 90).all()


def test_an_even_bayer_pattern_is_one_colour():
    mosaic = np.zeros((8, 8, 1), np.uint8)
    mosaic[::2, ::2], mosaic[1::2, 1::2] = 200, 50
    mosaic[::2, 1::2] = mosaic[1::2, ::2] = 100
    picture = picture_from(raw("bayer_rggb8", mosaic))
    assert (picture[2:-2, 2:-2] == (200, 100, 50)).all()


@pytest.mark.parametrize(("encoding", "order"), [("yuv422_yuy2", (0, 1)), ("uyvy", (1, 0))])
def test_packed_yuv_without_colour_is_grey(encoding, order):
    pixels = np.array([180, 128], np.uint8)[list(order)]
    picture = picture_from(raw(encoding, np.tile(pixels, (4, 6, 1))))
    assert (np.ptp(picture, axis=2) <= 1).all()


def test_a_png_is_decoded():
    message = coded(".png", "png", RGB[..., ::-1])
    np.testing.assert_array_equal(picture_from(message), RGB)


@pytest.mark.parametrize(
    "message",
    [
        raw("32FC1", np.zeros((4, 6, 4), np.uint8)),
        SimpleNamespace(encoding="rgb8", height=4, width=6, step=18, data=np.zeros(71, np.uint8)),
        SimpleNamespace(encoding="rgb8", height=4, width=6, step=3, data=np.zeros(72, np.uint8)),
        SimpleNamespace(encoding="rgb8", height=2**20, width=2**20, step=3, data=b""),
        SimpleNamespace(encoding="rgb8", height=0, width=0, step=0, data=b""),
        SimpleNamespace(format="jpeg", data=b""),
        SimpleNamespace(format="jpeg", data=b"\xff\xd8 no picture"),
        coded(".png", "16UC1; compressedDepth png", RGB),
    ],
)
def test_what_is_no_picture_is_refused(message):
    with pytest.raises(BagError):
        picture_from(message)
