import hashlib
import os
import subprocess
import sys

import numpy as np
import pytest

from physai_sim.datasets.h264 import picture, pixel_format

# BT.601 in limited range, as the usual tables of colour bars have it.
BARS = {
    (0, 0, 0): (16, 128, 128),
    (255, 255, 255): (235, 128, 128),
    (255, 0, 0): (81, 90, 240),
    (0, 255, 0): (145, 54, 34),
    (0, 0, 255): (41, 240, 110),
    (255, 255, 0): (210, 16, 146),
}


@pytest.mark.parametrize(("rgb", "yuv"), BARS.items())
@pytest.mark.parametrize("size", [(4, 6), (3, 5)])
def test_colours_are_those_of_the_standard_to_within_one_level(rgb, yuv, size):
    frame = np.full((*size, 3), rgb, np.uint8)
    planes = picture(frame, pixel_format(size)).to_ndarray().ravel()
    count = size[0] * size[1]
    pixels = count // 4 if pixel_format(size) == "yuv420p" else count
    wanted = [yuv[0]] * count + [yuv[1]] * pixels + [yuv[2]] * pixels
    assert planes.tolist() == pytest.approx(wanted, abs=1)


def test_four_pixels_share_the_mean_of_their_colours():
    frame = np.zeros((2, 2, 3), np.uint8)
    frame[0, 1] = (255, 0, 0)
    *luma, blue, red = picture(frame, "yuv420p").to_ndarray().ravel().tolist()
    assert luma == pytest.approx([16, 81, 16, 16], abs=1)
    assert blue == pytest.approx(128 + (90 - 128) / 4, abs=1)
    assert red == pytest.approx(128 + (240 - 128) / 4, abs=1)


def test_colour_is_subsampled_where_the_size_allows_it():
    assert (pixel_format((48, 64)), pixel_format((47, 64))) == ("yuv420p", "yuv444p")


CODE = """
import sys
from pathlib import Path
import numpy as np
from physai_sim.datasets.lerobot.clips import ClipWriter
from physai_sim.datasets.video import VideoWriter

y, x = np.mgrid[0:224, 0:224]
frames = [np.stack([x + 9 * i, (x * y) // 97 + i, 255 - y], -1).astype(np.uint8) for i in range(8)]
clip = ClipWriter(Path("clip.mp4"), fps=15, size=(224, 224))
with VideoWriter(Path("video.mp4"), hz=15, size_px=(224, 224)) as video:
    for frame in frames:
        clip.write(frame)
        video.write(frame)
clip.close()
"""


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="glibc alone fills fresh memory on demand")
def test_files_do_not_depend_on_what_memory_held_before(tmp_path):
    found = set()
    for filling in ("0", "1", "85", "170", "254", "255"):
        environment = {**os.environ, "MALLOC_PERTURB_": filling}
        command = [sys.executable, "-c", CODE]
        subprocess.run(command, cwd=tmp_path, env=environment, check=True)
        files = [(tmp_path / name).read_bytes() for name in ("clip.mp4", "video.mp4")]
        found.add(tuple(hashlib.sha256(data).hexdigest() for data in files))
    assert len(found) == 1
