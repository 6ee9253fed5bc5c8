import av
import numpy as np
import pytest

from physai_sim.core.errors import MachineError
from physai_sim.datasets.video import VideoWriter

W, H = 98, 62


def _frames(count=12):
    x, y = np.meshgrid(np.arange(W), np.arange(H))
    for shift in range(count):
        red = (4 * x + 9 * shift) % 256
        yield np.stack([red, 2 * y + x, 255 - red], axis=-1).astype(np.uint8)


def _record(path, frames=None, hz=10):
    with VideoWriter(path, hz=hz, size_px=(W, H)) as video:
        for frame in frames or _frames():
            video.write(frame)
    return path


def _decoded(path):
    with av.open(str(path)) as file:
        return [frame.to_ndarray(format="rgb24") for frame in file.decode(video=0)]


def test_every_frame_comes_back_in_order_and_colour(tmp_path):
    flat = [np.full((H, W, 3), (200, 30 + 10 * i, 60), np.uint8) for i in range(12)]
    found = _decoded(_record(tmp_path / "a.mp4", flat))
    assert len(found) == 12
    for given, back in zip(flat, found, strict=True):
        assert np.abs(given.astype(int) - back).mean() < 6


def test_the_video_says_its_rate_and_what_browsers_can_play(tmp_path):
    with av.open(str(_record(tmp_path / "a.mp4", hz=15))) as file:
        stream = file.streams.video[0]
        assert stream.average_rate == 15
        assert (stream.codec_context.name, stream.codec_context.pix_fmt) == ("h264", "yuv420p")
        assert (stream.width, stream.height) == (W, H)


def test_equal_frames_give_equal_files_whatever_memory_held_before(tmp_path):
    rng = np.random.default_rng(0)
    found = set()
    for _ in range(40):
        junk = [np.full(rng.integers(1_000, 200_000), rng.integers(255)) for _ in range(20)]
        del junk
        found.add(_record(tmp_path / "a.mp4").read_bytes())
    assert len(found) == 1


def test_the_file_gets_its_name_when_it_is_whole(tmp_path):
    video = VideoWriter(tmp_path / "a.mp4", hz=10, size_px=(W, H))
    video.write(next(_frames()))
    assert not (tmp_path / "a.mp4").exists()
    video.close()
    video.close()
    assert [path.name for path in tmp_path.iterdir()] == ["a.mp4"]


def test_an_older_file_is_replaced(tmp_path):
    (tmp_path / "a.mp4").write_text("old")
    assert len(_decoded(_record(tmp_path / "a.mp4"))) == 12


def test_without_a_frame_there_is_no_file(tmp_path):
    with VideoWriter(tmp_path / "a.mp4", hz=10, size_px=(W, H)):
        pass
    assert list(tmp_path.iterdir()) == []


def test_an_interrupted_video_is_finished_and_one_on_a_full_disk_discarded(tmp_path):
    for name, kind in (("cut.mp4", KeyboardInterrupt), ("full.mp4", MachineError)):
        video = VideoWriter(tmp_path / name, hz=10, size_px=(W, H))
        video.write(next(_frames()))
        with pytest.raises(kind), video:
            raise kind("stop")
    assert [path.name for path in tmp_path.iterdir()] == ["cut.mp4"]
    assert len(_decoded(tmp_path / "cut.mp4")) == 1


def test_a_place_that_cannot_be_written_is_a_typed_error(tmp_path):
    with pytest.raises(MachineError, match=r"a.mp4: cannot write a video: No such file"):
        _record(tmp_path / "nowhere" / "a.mp4")
