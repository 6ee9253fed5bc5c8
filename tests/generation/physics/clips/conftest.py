"""Small videos and folders, whole and broken."""

from fractions import Fraction

import av
import cv2
import numpy as np
import pytest


def moving_square(count=12, size=(48, 32)):
    """Frames of a red square that moves over grey, (T, H, W, 3)."""
    frames = np.full((count, size[1], size[0], 3), 120, np.uint8)
    for index, frame in enumerate(frames):
        frame[8:16, 4 + 2 * index : 12 + 2 * index] = (200, 30, 30)
    return frames


def _video(path, frames, *, rate, stamps=None):
    """An MP4 of frames; stamps count ticks of 1 / 1000 s where they are given."""
    with av.open(str(path), "w") as file:
        stream = file.add_stream("libx264", rate=rate, options={"crf": "10"})
        stream.width, stream.height, stream.pix_fmt = frames.shape[2], frames.shape[1], "yuv420p"
        if stamps is not None:
            stream.codec_context.time_base = Fraction(1, 1000)
        for index, frame in enumerate(frames):
            picture = av.VideoFrame.from_ndarray(frame, format="rgb24")
            if stamps is not None:
                picture.pts, picture.time_base = stamps[index], Fraction(1, 1000)
            file.mux(stream.encode(picture))
        file.mux(stream.encode(None))
    return path


def _pictures(folder, frames):
    """A folder of PNG files."""
    folder.mkdir()
    for index, frame in enumerate(frames):
        picture = frame[..., ::-1] if frame.ndim == 3 else frame
        cv2.imwrite(str(folder / f"frame_{index:04d}.png"), picture)
    return folder


@pytest.fixture
def frames():
    """Twelve frames of 48 x 32."""
    return moving_square()


@pytest.fixture
def video(tmp_path, frames):
    """Them as an MP4 of 24 Hz."""
    return _video(tmp_path / "film.mp4", frames, rate=24)


@pytest.fixture
def pictures(tmp_path, frames):
    """Them as PNG files."""
    return _pictures(tmp_path / "frames", frames)


@pytest.fixture
def write_video():
    """Give the function that writes an MP4."""
    return _video


@pytest.fixture
def write_pictures():
    """Give the function that writes PNG files."""
    return _pictures
