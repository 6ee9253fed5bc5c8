"""What was recorded is what was seen: by a reader that shares no code with the writer."""

from fractions import Fraction

import av
import numpy as np
import pytest

from physai_sim.core.timing import stamp_of
from physai_sim.datasets.lerobot.reader import LeRobotDataset
from physai_sim.evaluation.record import record


@pytest.mark.parametrize("world", ["reach", "lane_curve"])
def test_frames_are_within_30_db_of_their_source_and_stamps_are_exact(
    world, request_of, bag_images, psnr, tmp_path
):
    record(request_of(world, tmp_path / "out", raw_images=True), progress=lambda *_: None)
    dataset = LeRobotDataset(tmp_path / "out/dataset")
    hz, camera = dataset.fps, dataset.cameras[0]
    seen = 0
    for episode in range(2):
        rows = dataset.columns(episode)
        count = len(rows["timestamp"])
        assert np.array_equal(rows["timestamp"], (np.arange(count) / hz).astype(np.float32))
        for camera in dataset.cameras:
            bag = tmp_path / f"out/bags/episode_{episode:03d}"
            stamps, images = bag_images(bag, camera)
            assert stamps[:count] == [stamp_of(k, hz) for k in range(count)]
            frames = list(dataset.frames(episode, camera))
            assert len(frames) == count
            worst = min(psnr(a, b) for a, b in zip(frames, images, strict=False))
            assert worst >= 30.0
        seen += count
    with av.open(str(dataset.video_file(0, camera))) as video:
        stream = video.streams.video[0]
        shown = [frame.pts * stream.time_base for frame in video.decode(stream)]
    assert shown == [Fraction(k, hz) for k in range(seen)]
