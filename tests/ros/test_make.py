"""Live messages are made as rclpy keeps them, whatever numbers come in."""

from array import array

import numpy as np
import pytest

from physai_sim.ros.make import make, message_class


def test_classes_of_messages_and_services_are_found_by_their_full_names():
    assert message_class("sensor_msgs/msg/Image").__name__ == "Image"
    assert message_class("std_srvs/srv/Trigger").__name__ == "Trigger"


def test_pictures_are_handed_over_as_arrays_of_bytes():
    image = make("sensor_msgs/msg/Image", data=np.arange(6, dtype=np.uint8).reshape(2, 3))
    assert isinstance(image.data, array)
    assert image.data.tobytes() == bytes(range(6))


@pytest.mark.parametrize("kind", [np.float32, np.float64, np.int64])
def test_numbers_of_another_kind_are_converted(kind):
    scan = make("sensor_msgs/msg/LaserScan", ranges=np.array([1, 2, 3], dtype=kind))
    assert scan.ranges.tolist() == [1.0, 2.0, 3.0]


def test_arrays_of_fixed_size_single_numbers_and_tuples_are_taken():
    info = make("sensor_msgs/msg/CameraInfo", k=np.eye(3), width=np.int64(7))
    assert np.asarray(info.k).tolist() == np.eye(3).ravel().tolist()
    assert info.width == 7
    assert make("sensor_msgs/msg/JointState", name=("a", "b")).name == ["a", "b"]


def test_fields_that_are_not_there_are_refused():
    with pytest.raises((KeyError, AssertionError, AttributeError)):
        make("std_msgs/msg/String", text="a")
