import cv2
import numpy as np
import pytest

from physai_sim.core.types import EpisodeSpec, Observation, RobotSpec, SensorSpec
from physai_sim.datasets.bag_writer import BagWriter
from physai_sim.messages import parts
from physai_sim.messages.qos import DEFAULT
from physai_sim.messages.typestore import make_message as make


@pytest.fixture
def spec():
    """A car with a camera at 10 Hz."""
    names = ("acceleration_mps2", "curvature_per_m")
    low, high = np.array([-8.0, -0.2]), np.array([3.0, 0.2])
    kind = "acceleration_curvature"
    car = RobotSpec("ego", "sedan", kind, names, low, high, (), wheelbase_m=2.85)
    camera = SensorSpec("front_camera", "rgb", 10, "ego", "front_camera_optical_frame", (4, 6, 3))
    speed = SensorSpec("speed", "numbers", 20, "ego", "base_link", (1,))
    sensors = {"front_camera": camera, "speed": speed}
    return EpisodeSpec("made", "0123", "Drive on.", 10, 240, {"ego": car}, sensors)


@pytest.fixture
def observation():
    """`observation(0.1, speed=3.0)`: what is sensed at a time; an image is of one grey."""

    def make(at_s, *, grey=100, speed=1.0, image=None):
        sensors = {
            "front_camera": np.full((4, 6, 3), grey, np.uint8) if image is None else image,
            "speed": np.array([speed]),
        }
        truth = {"lane_state": np.array([0.5, 0.1])}
        return Observation(round(at_s * 1e9), sensors, "Drive on.", truth)

    return make


FOREIGN_START_NS = 5_000_000_000
STEP_NS = 50_000_000
TYPES = {
    "/odom": "nav_msgs/msg/Odometry",
    "/zed/left/image_rect_color/compressed": "sensor_msgs/msg/CompressedImage",
    "/zed/left/camera_info": "sensor_msgs/msg/CameraInfo",
    "/zed/depth/image_raw": "sensor_msgs/msg/Image",
    "/drive": "ackermann_msgs/msg/AckermannDriveStamped",
    "/imu/data": "sensor_msgs/msg/Imu",
    "/scan": "sensor_msgs/msg/LaserScan",
}


@pytest.fixture(scope="session")
def write_foreign():
    """Writes a bag as another system records it: a buggy goes straight on at 2 m/s for 3 s."""
    return _write


def _write(folder, *, ahead_ns=0, steps=60, leave_out=()):
    """`ahead_ns` is what the recorder's clock is ahead of the stamps."""
    with BagWriter(folder) as bag:
        for topic, kind in TYPES.items():
            if topic not in leave_out:
                bag.add_topic(topic, kind, DEFAULT)
        for index in range(steps):
            stamp_ns = FOREIGN_START_NS + index * STEP_NS
            for topic, message in _messages(index, stamp_ns):
                if topic not in leave_out:
                    bag.write(topic, stamp_ns + ahead_ns, message)
    return folder


def _messages(index, stamp_ns):
    def head(frame):
        return parts.header(make, stamp_ns, frame)

    place = [0.1 * index, 0, 0, 0, 0, 0, 1, 2.0, 0, 0, 0, 0, 0]
    yield "/odom", parts.odometry(make, stamp_ns, place, parent="odom", child="base_link")
    if index % 2:
        return
    _, data = cv2.imencode(".png", np.full((48, 64, 3), 2 * index, np.uint8))
    image = {"header": head("left"), "format": "png", "data": data.ravel()}
    info = {"height": 48, "width": 64, "k": np.array([50, 0, 31.5, 0, 50, 23.5, 0, 0, 1.0])}
    depth = np.zeros(48 * 64, np.float32).view(np.uint8)
    size = {"height": 48, "width": 64, "encoding": "32FC1", "step": 256}
    drive = make("ackermann_msgs/msg/AckermannDrive", speed=2.0)
    yield "/zed/left/image_rect_color/compressed", _made("CompressedImage", **image)
    yield "/zed/left/camera_info", _made("CameraInfo", header=head("left"), **info)
    yield "/zed/depth/image_raw", _made("Image", header=head("depth"), data=depth, **size)
    yield "/imu/data", _made("Imu", header=head("imu"))
    kind = "ackermann_msgs/msg/AckermannDriveStamped"
    yield "/drive", make(kind, header=head("base_link"), drive=drive)


def _made(name, **fields):
    return make(f"sensor_msgs/msg/{name}", **fields)
