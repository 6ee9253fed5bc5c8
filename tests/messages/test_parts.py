import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from physai_sim.core.geometry import Pose
from physai_sim.messages import parts
from physai_sim.messages.typestore import make_message as make


@given(st.integers(0, 2**31 * 10**9 - 1))
def test_a_stamp_survives_exactly(stamp_ns):
    time = parts.stamp(make, stamp_ns)
    assert parts.stamp_ns(time) == stamp_ns
    assert 0 <= time.nanosec < 10**9


def test_a_header_has_stamp_and_frame(wire):
    header = wire(parts.header(make, 1_500_000_000, "map"))
    assert (header.stamp.sec, header.stamp.nanosec, header.frame_id) == (1, 500_000_000, "map")


def test_a_pose_survives_exactly(wire, somewhere):
    assert parts.pose_from(wire(parts.pose(make, somewhere))) == somewhere


def test_numbers_of_numpy_become_plain_ones(wire):
    message = wire(parts.vector(make, np.array([1, 2, 3], dtype=np.float32)))
    assert parts.xyz(message) == (1.0, 2.0, 3.0)


def test_a_vector_of_another_length_is_refused():
    with pytest.raises(ValueError, match="unpack"):
        parts.vector(make, (1.0, 2.0))


def test_a_transform_is_the_pose_of_the_child_in_the_parent(wire, somewhere):
    message = wire(parts.transform(make, 5, somewhere, parent="map", child="odom"))
    assert (message.header.frame_id, message.child_frame_id) == ("map", "odom")
    moved, turned = message.transform.translation, message.transform.rotation
    assert parts.xyz(moved) == somewhere.position_m
    assert (turned.x, turned.y, turned.z, turned.w) == somewhere.rotation_xyzw


def test_odometry_survives_exactly_with_its_frames(wire):
    numbers = [1.0, 2.0, 3.0, 0.0, 0.0, 0.6, 0.8, 4.0, 5.0, 6.0, 7.0, 8.0, 9.0]
    message = wire(parts.odometry(make, 5, numbers, parent="odom", child="base_link"))
    assert parts.odometry_numbers(message) == numbers
    assert (message.header.frame_id, message.child_frame_id) == ("odom", "base_link")
    assert message.pose.pose.orientation.w == 0.8
    assert message.twist.twist.angular.z == 9.0


def test_numbers_have_their_names_and_a_stamp(wire):
    message = wire(parts.values(make, 5, [1.0, 2.0], names=("pairs", "force_n")))
    assert parts.stamp_ns(message.header.stamp) == 5
    assert message.names == ["pairs", "force_n"]
    assert message.values.tolist() == [1.0, 2.0]


def test_a_default_pose_is_a_rotation(wire):
    assert parts.pose_from(wire(make("geometry_msgs/msg/Pose"))) == Pose()
