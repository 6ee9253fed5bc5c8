import dataclasses

import av
import numpy as np
import pytest

from physai_sim.core.errors import BagError
from physai_sim.core.types import ActionChunk
from physai_sim.evaluation.episode import Plan, Stream
from physai_sim.evaluation.reporting import video
from physai_sim.evaluation.reporting.overlay import BAR_PX
from physai_sim.evaluation.reporting.video import write_video

SECOND_NS = 10**9


def frames_of(path):
    """Times [s] and frames, shape (H, W, 3), of a video."""
    with av.open(str(path)) as file:
        found = [(float(f.time), f.to_ndarray(format="rgb24")) for f in file.decode(video=0)]
    return [time for time, _ in found], [frame for _, frame in found]


def greys_of(frames):
    """Grey of each frame in its lower right corner, where nothing is written."""
    return [round(float(frame[-8:, -8:].mean()) / 20.0) * 20 for frame in frames]


def test_each_frame_shows_the_newest_picture_at_its_time(picture_bag, straight, tmp_path):
    bag = picture_bag(
        {SECOND_NS + ms * 1_000_000: grey for ms, grey in ((0, 40), (250, 200), (600, 100))}
    )
    assert write_video(bag, straight(), tmp_path / "v.mp4")
    times, frames = frames_of(tmp_path / "v.mp4")
    assert times == pytest.approx([0.0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6])
    assert greys_of(frames) == [40, 40, 40, 200, 200, 200, 100]
    assert frames[0].shape == (480 * 48 // 64 + BAR_PX, 480, 3)


def test_a_camera_is_filmed_at_its_own_rate(picture_bag, straight, tmp_path):
    stamps = SECOND_NS + np.arange(21, dtype=np.int64) * (SECOND_NS // 20)
    stream = Stream("sensor_msgs/msg/Image", stamps, stamps)
    episode = straight(streams={"/front_camera/image_raw": stream})
    bag = picture_bag({int(stamp): 40 for stamp in stamps})
    assert write_video(bag, episode, tmp_path / "v.mp4")
    assert len(frames_of(tmp_path / "v.mp4")[0]) == 21


def test_equal_recordings_give_equal_videos(picture_bag, straight, tmp_path):
    bag = picture_bag({SECOND_NS: 40, 2 * SECOND_NS: 90})
    for name in ("a.mp4", "b.mp4"):
        write_video(bag, straight(), tmp_path / name)
    assert (tmp_path / "a.mp4").read_bytes() == (tmp_path / "b.mp4").read_bytes()


def test_a_plan_is_drawn_into_the_pictures(picture_bag, straight, tmp_path):
    bag = picture_bag({SECOND_NS: 40, 2 * SECOND_NS: 40})
    plan = Plan(0, (ActionChunk(0, 10, np.tile([0.0, 0.02], (30, 1))),))
    write_video(bag, straight(), tmp_path / "plain.mp4")
    write_video(bag, straight(plans=(plan,)), tmp_path / "planned.mp4")
    plain, planned = (frames_of(tmp_path / name)[1][0] for name in ("plain.mp4", "planned.mp4"))
    below = slice(BAR_PX + 180, None)
    assert np.abs(planned[below].astype(int) - plain[below]).max() > 80


def test_events_of_the_metrics_are_written_into_the_frames(picture_bag, straight, tmp_path):
    bag = picture_bag({SECOND_NS: 40, 2 * SECOND_NS: 40})
    events = {"red_light": {"events": [{"stamp_ns": 0, "text": "ran a red light"}]}}
    write_video(bag, straight(), tmp_path / "plain.mp4")
    write_video(bag, straight(), tmp_path / "told.mp4", metrics=events)
    plain, told = (frames_of(tmp_path / name)[1][0] for name in ("plain.mp4", "told.mp4"))
    assert np.abs(told.astype(int) - plain).max() > 80


def test_a_bag_without_pictures_gives_no_video(picture_bag, straight, tmp_path):
    assert not write_video(picture_bag({0: 1}, encoding="32FC1"), straight(), tmp_path / "v.mp4")
    assert not (tmp_path / "v.mp4").exists()


def test_pictures_of_another_time_give_no_video(picture_bag, straight, tmp_path):
    assert not write_video(picture_bag({0: 1}), straight(), tmp_path / "v.mp4")
    assert not (tmp_path / "v.mp4").exists()


def test_a_picture_that_cannot_be_decoded_is_left_out(
    picture_bag, straight, tmp_path, monkeypatch
):
    def flawed(message, decode=video.picture_from):
        if message.data[0] == 66:
            raise BagError("an image that cannot be decoded")
        return decode(message)

    monkeypatch.setattr(video, "picture_from", flawed)
    bag = picture_bag(
        {SECOND_NS: 40, SECOND_NS + SECOND_NS // 10: 66, SECOND_NS + SECOND_NS // 5: 200}
    )
    write_video(bag, straight(), tmp_path / "v.mp4")
    assert greys_of(frames_of(tmp_path / "v.mp4")[1]) == [40, 40, 200]


def test_what_was_cut_short_leaves_no_video(picture_bag, straight, tmp_path, monkeypatch):
    def interrupted(*_, **__):
        raise KeyboardInterrupt

    bag = picture_bag({SECOND_NS: 40, 2 * SECOND_NS: 90})
    monkeypatch.setattr(video, "annotated", interrupted)
    with pytest.raises(KeyboardInterrupt):
        write_video(bag, straight(), tmp_path / "v.mp4")
    assert [path.name for path in tmp_path.iterdir()] == ["pictures"]


def test_a_bag_that_is_gone_is_an_error(straight, tmp_path):
    with pytest.raises(BagError, match="does not exist"):
        write_video(tmp_path / "gone", dataclasses.replace(straight()), tmp_path / "v.mp4")
