"""Frames of one camera out of bags and datasets."""

import cv2
import numpy as np
import pytest

from physai_sim.core.errors import BagError, DatasetError, UnknownNameError
from physai_sim.datasets.bag_writer import BagWriter
from physai_sim.generation.physics.clips.limits import LIMIT_BYTES
from physai_sim.generation.physics.clips.recorded import bag_coding, is_bag, read_bag
from physai_sim.messages.pictures import COMPRESSED, RAW
from physai_sim.messages.qos import SENSOR
from physai_sim.messages.typestore import make_message

TOPIC = "/arm/front_camera/image_raw"


def record(folder, frames, *, topics=(TOPIC,), gap_at=None):
    """A bag of frames at 10 Hz."""
    with BagWriter(folder) as writer:
        for topic in topics:
            writer.add_topic(topic, RAW, SENSOR)
        for index, frame in enumerate(frames):
            at_ns = (index + (gap_at is not None and index >= gap_at)) * 100_000_000
            image = make_message(RAW, height=frame.shape[0], width=frame.shape[1], encoding="rgb8")
            image.step, image.data = 3 * frame.shape[1], frame.ravel()
            image.header.stamp.sec, image.header.stamp.nanosec = divmod(at_ns, 1_000_000_000)
            for topic in topics:
                writer.write(topic, at_ns, image)
    return folder


def test_the_only_camera_of_a_bag_needs_no_name(tmp_path, frames):
    bag = record(tmp_path / "bag", frames)
    found, hz = read_bag(bag, None, limit_bytes=LIMIT_BYTES)
    assert is_bag(bag)
    assert hz == 10
    assert np.array_equal(found, frames)


def test_one_of_several_cameras_is_named_by_a_part_of_its_topic(tmp_path, frames):
    bag = record(tmp_path / "bag", frames, topics=(TOPIC, "/arm/wrist_camera/image_raw"))
    assert len(read_bag(bag, "front_camera", limit_bytes=LIMIT_BYTES)[0]) == len(frames)
    with pytest.raises(UnknownNameError, match="several cameras"):
        read_bag(bag, None, limit_bytes=LIMIT_BYTES)
    with pytest.raises(UnknownNameError, match="no such camera"):
        read_bag(bag, "rear_camera", limit_bytes=LIMIT_BYTES)


def test_a_frame_that_is_missing_in_a_bag_is_told(tmp_path, frames):
    bag = record(tmp_path / "bag", frames, gap_at=6)
    with pytest.raises(BagError, match="evenly spaced"):
        read_bag(bag, None, limit_bytes=LIMIT_BYTES)


def test_one_frame_has_no_rate(tmp_path, frames):
    with pytest.raises(BagError, match="too few frames"):
        read_bag(record(tmp_path / "bag", frames[:1]), None, limit_bytes=LIMIT_BYTES)


def test_a_bag_that_would_fill_the_memory_is_refused(tmp_path, frames):
    with pytest.raises(DatasetError, match="too large"):
        read_bag(record(tmp_path / "bag", frames), None, limit_bytes=frames.nbytes - 1)


def test_raw_pictures_of_a_bag_lost_nothing(tmp_path, frames):
    assert bag_coding(record(tmp_path / "bag", frames), None) is None


@pytest.mark.parametrize(("format_", "is_lossy"), [("jpeg", True), ("png", False)])
def test_pictures_of_a_bag_that_are_jpeg_were_compressed(tmp_path, frames, format_, is_lossy):
    size = 0
    with BagWriter(tmp_path / "bag") as writer:
        writer.add_topic(TOPIC, COMPRESSED, SENSOR)
        for index, frame in enumerate(frames):
            data = cv2.imencode(f".{format_}", frame[..., ::-1])[1]
            image = make_message(COMPRESSED, format=f"rgb8; {format_} compressed bgr8", data=data)
            image.header.stamp.nanosec = index * 10_000_000
            writer.write(TOPIC, index * 10_000_000, image)
            size += 8 * len(data)
    found = bag_coding(tmp_path / "bag", None)
    assert (found is not None) is is_lossy
    if found is not None:
        assert found.codec == "mjpeg"
        assert found.bits_per_pixel == pytest.approx(size / frames[..., 0].size)
