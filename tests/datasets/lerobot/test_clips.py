import numpy as np
import pytest

from physai_sim.core.errors import DatasetError, MachineError
from physai_sim.datasets.lerobot.clips import ClipWriter, frames, join


def clip(path, source_frame, seed, count, crop=slice(None)):
    first = source_frame(seed, 0)[crop, crop]
    writer = ClipWriter(path, fps=15, size=first.shape[:2])
    for index in range(count):
        writer.write(source_frame(seed, index)[crop, crop])
    writer.close()
    return path


def test_joined_clips_have_the_very_frames_of_their_parts(tmp_path, source_frame):
    parts = [clip(tmp_path / f"{n}.mp4", source_frame, n, 4 + n) for n in range(3)]
    join([(p, 0, 4 + n) for n, p in enumerate(parts)], tmp_path / "all.mp4", fps=15)
    alone = [f for n, p in enumerate(parts) for f in frames(p, start=0, count=4 + n, fps=15)]
    together = list(frames(tmp_path / "all.mp4", start=0, count=15, fps=15))
    assert len(together) == 15
    assert all(np.array_equal(a, b) for a, b in zip(alone, together, strict=True))
    assert np.array_equal(next(frames(tmp_path / "all.mp4", start=7, count=1, fps=15)), alone[7])


def test_odd_sizes_keep_their_size(tmp_path, source_frame):
    path = clip(tmp_path / "odd.mp4", source_frame, 0, 2, slice(0, 33))
    assert next(frames(path, start=1, count=1, fps=15)).shape == (33, 33, 3)


def test_a_frame_that_is_not_there_is_told(tmp_path, source_frame):
    path = clip(tmp_path / "a.mp4", source_frame, 0, 3)
    with pytest.raises(DatasetError, match="a video frame is missing"):
        list(frames(path, start=0, count=4, fps=15))
    with pytest.raises(DatasetError, match="cut off"):
        join([(path, 0, 4)], tmp_path / "b.mp4", fps=15)


def test_a_place_that_cannot_be_written_is_told(tmp_path, source_frame):
    with pytest.raises(MachineError, match="cannot write a video"):
        clip(tmp_path / "no/such.mp4", source_frame, 0, 3)
