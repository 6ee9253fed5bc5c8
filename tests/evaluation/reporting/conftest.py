import dataclasses

import numpy as np
import pytest

from physai_sim.core.geometry import Pose
from physai_sim.datasets.bag_writer import BagWriter
from physai_sim.messages import parts
from physai_sim.messages.qos import LATCHED, SENSOR
from physai_sim.messages.typestore import make_message

IMAGE, INFO = "/front_camera/image_raw", "/front_camera/camera_info"
# Looks forward from 1 m above the base: x right, y down, z ahead.
FORWARD = Pose((0.0, 0.0, 1.0), (-0.5, 0.5, -0.5, 0.5))


@pytest.fixture(name="picture_bag")
def _picture_bag(tmp_path):
    """`picture_bag({stamp: grey})`: a bag of grey pictures 64 x 48 of a camera on a car."""

    def make(greys, *, encoding="rgb8"):
        with BagWriter(tmp_path / "pictures") as writer:
            writer.add_topic(IMAGE, "sensor_msgs/msg/Image", SENSOR)
            writer.add_topic(INFO, "sensor_msgs/msg/CameraInfo", SENSOR)
            writer.add_topic("/tf_static", "tf2_msgs/msg/TFMessage", LATCHED)
            writer.write("/tf_static", 0, _mounts())
            writer.write(INFO, 0, _info())
            for stamp, grey in greys.items():
                writer.write(IMAGE, stamp, _image(stamp, grey, encoding))
        return tmp_path / "pictures"

    return make


def _image(stamp, grey, encoding):
    return make_message(
        "sensor_msgs/msg/Image",
        header=parts.header(make_message, stamp, "lens"),
        height=48,
        width=64,
        encoding=encoding,
        is_bigendian=0,
        step=64 * 3,
        data=np.full(48 * 64 * 3, grey, np.uint8),
    )


def _info():
    return make_message(
        "sensor_msgs/msg/CameraInfo",
        header=parts.header(make_message, 0, "lens"),
        height=48,
        width=64,
        distortion_model="plumb_bob",
        d=np.zeros(5),
        k=np.array([50.0, 0, 32, 0, 50, 24, 0, 0, 1]),
    )


def _mounts():
    place = {"parent": "base_link", "child": "post"}
    turn = {"parent": "post", "child": "lens"}
    lift = Pose((0.0, 0.0, 0.4))
    rest = lift.inverse().compose(FORWARD)
    return make_message(
        "tf2_msgs/msg/TFMessage",
        transforms=[
            parts.transform(make_message, 0, lift, **place),
            parts.transform(make_message, 0, rest, **turn),
        ],
    )


@pytest.fixture(name="straight")
def _straight(drive):
    """Makes a car that drives along x at 5 m/s for one second, from an origin of its own."""

    def make(**changes):
        odometry = np.zeros((11, 13))
        odometry[:, 0] = 0.5 * np.arange(11)
        odometry[:, 6], odometry[:, 7] = 1.0, 5.0
        plain = {"odometry": {"ego": odometry}, "contacts": (), "start_ns": 1_000_000_000}
        return dataclasses.replace(drive(rows=11), **{**plain, **changes})

    return make
