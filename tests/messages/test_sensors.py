import numpy as np
import pytest

from physai_sim.core.errors import BagError
from physai_sim.core.geometry import Pose
from physai_sim.messages import topics
from physai_sim.messages.sensors import camera_info, reading_from, reading_message
from physai_sim.messages.typestore import make_message as make

STAMP = 12_345_678_901


@pytest.fixture(scope="module")
def readings():
    """A reading of each kind, with nothing in it that could hide a swap."""
    rng = np.random.default_rng(1)
    rows, columns = np.mgrid[0:24, 0:32]
    smooth = np.stack([rows * 10, columns * 7, 255 - rows * 5 - columns * 4], axis=-1)
    return {
        "rgb": smooth.astype(np.uint8),
        "depth": rng.uniform(0.1, 50.0, (24, 32)).astype(np.float32),
        "joint_state": rng.normal(size=6),
        "odometry": np.array([1, 2, 3, 0, 0, 0.6, 0.8, 4, 5, 6, 7, 8, 9], dtype=np.float64),
        "contact": np.array([3.0, 123.456]),
        "numbers": np.array([-0.5, 1e9]),
    }


@pytest.mark.parametrize("kind", ["rgb", "depth", "joint_state", "odometry", "contact", "numbers"])
def test_a_reading_survives_exactly(kind, readings, make_sensor, wire):
    sensor = make_sensor(kind)
    message = reading_message(make, sensor, STAMP, readings[kind], raw_images=True)
    again = reading_from(sensor, wire(message))
    assert again.dtype == readings[kind].dtype
    assert again.shape == sensor.shape
    np.testing.assert_array_equal(again, readings[kind])


def test_a_jpeg_is_nearly_the_image_with_the_colours_in_their_places(readings, make_sensor, wire):
    sensor, image = make_sensor("rgb"), readings["rgb"]
    message = wire(reading_message(make, sensor, STAMP, image))
    again = reading_from(sensor, message)
    error = np.mean((again.astype(float) - image) ** 2)
    assert 10 * np.log10(255**2 / error) > 30.0
    assert again.dtype == np.uint8
    assert message.format == "rgb8; jpeg compressed bgr8"
    assert bytes(message.data[:2]) == b"\xff\xd8"


@pytest.mark.parametrize("raw", [True, False])
@pytest.mark.parametrize("kind", ["rgb", "depth", "joint_state", "odometry", "contact", "numbers"])
def test_a_message_has_the_type_of_its_topic(kind, raw, readings, make_sensor, make_episode):
    sensor = make_sensor(kind)
    message = reading_message(make, sensor, STAMP, readings[kind], raw_images=raw)
    topic = topics.sensor_topic(sensor, make_episode(), raw_images=raw)
    assert message.__msgtype__ == topic.type_name


@pytest.mark.parametrize(
    ("kind", "frame"),
    [
        ("rgb", "front_camera_optical_frame"),
        ("depth", "front_depth_optical_frame"),
        ("odometry", "odom"),
    ],
)
def test_a_header_has_stamp_and_frame(kind, frame, readings, make_sensor, wire):
    message = wire(reading_message(make, make_sensor(kind), STAMP, readings[kind]))
    assert (message.header.stamp.sec, message.header.stamp.nanosec) == (12, 345_678_901)
    assert message.header.frame_id == frame


@pytest.mark.parametrize(
    ("kind", "encoding", "step"), [("rgb", "rgb8", 96), ("depth", "32FC1", 128)]
)
def test_an_image_says_its_layout(kind, encoding, step, readings, make_sensor, wire):
    sensor = make_sensor(kind)
    message = wire(reading_message(make, sensor, STAMP, readings[kind], raw_images=True))
    assert (message.height, message.width, message.is_bigendian) == (24, 32, 0)
    assert (message.encoding, message.step) == (encoding, step)
    assert len(message.data) == message.height * message.step


@pytest.mark.parametrize("kind", ["rgb", "depth"])
def test_an_image_that_is_a_view_of_another_survives_too(kind, readings, make_sensor, wire):
    flipped = readings[kind][::-1, ::-1]
    message = reading_message(make, make_sensor(kind), STAMP, flipped, raw_images=True)
    np.testing.assert_array_equal(reading_from(make_sensor(kind), wire(message)), flipped)


def test_joints_have_their_names_and_odometry_its_frames(readings, make_sensor, wire):
    joints = wire(reading_message(make, make_sensor("joint_state"), 0, readings["joint_state"]))
    assert joints.name == ["a", "b", "c"]
    assert joints.position.tolist() == readings["joint_state"][:3].tolist()
    assert joints.velocity.tolist() == readings["joint_state"][3:].tolist()
    odometry = wire(reading_message(make, make_sensor("odometry"), 0, readings["odometry"]))
    assert odometry.child_frame_id == "base_link"
    contact = wire(reading_message(make, make_sensor("contact"), 0, readings["contact"]))
    assert contact.names == ["pairs", "force_n"]


def test_a_reading_cannot_be_changed_through_its_message(readings, make_sensor):
    image = readings["rgb"].copy()
    message = reading_message(make, make_sensor("rgb"), 0, image, raw_images=True)
    reading_from(make_sensor("rgb"), message)
    np.testing.assert_array_equal(image, readings["rgb"])


def test_the_intrinsics_project_as_the_camera_does(make_sensor, wire):
    sensor = make_sensor("rgb")
    info = wire(camera_info(make, sensor, sensor.camera, STAMP))
    k, p = info.k.reshape(3, 3), info.p.reshape(3, 4)
    np.testing.assert_array_equal(k, sensor.camera.intrinsics())
    np.testing.assert_array_equal(p[:, :3], k)
    np.testing.assert_array_equal(p[:, 3], 0.0)
    np.testing.assert_array_equal(info.r.reshape(3, 3), np.eye(3))
    assert (info.width, info.height) == (32, 24)
    assert (info.distortion_model, info.d.tolist()) == ("plumb_bob", [0.0] * 5)
    assert info.header.frame_id == sensor.frame
    u, v, w = k @ Pose((0.0, 0.0, 3.0)).position_m
    assert (u / w, v / w) == (15.5, 11.5)


def test_an_image_of_another_size_is_refused_with_both_sizes(readings, make_sensor, wire):
    for raw in (True, False):
        small = readings["rgb"][:12]
        message = wire(reading_message(make, make_sensor("rgb"), 0, small, raw_images=raw))
        with pytest.raises(BagError, match=r"another size, got \(12, 32, 3\); .*\(24, 32, 3\)"):
            reading_from(make_sensor("rgb"), message)


def test_a_damaged_image_is_refused(readings, make_sensor):
    sensor = make_sensor("rgb")
    for data in (b"", b"\xff\xd8nothing", b"word"):
        message = make("sensor_msgs/msg/CompressedImage", format="jpeg", data=data)
        with pytest.raises(BagError, match="cannot be decoded"):
            reading_from(sensor, message)
    raw = reading_message(make, sensor, 0, readings["rgb"], raw_images=True)
    raw.data = raw.data[:-1]
    with pytest.raises(BagError, match="too much or too little data"):
        reading_from(sensor, raw)
    raw.encoding = "bgr8"
    with pytest.raises(BagError, match="unknown image encoding, got 'bgr8'"):
        reading_from(sensor, raw)
