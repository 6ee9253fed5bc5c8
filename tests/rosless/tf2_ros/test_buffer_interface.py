import pytest
import tf2_geometry_msgs  # noqa: F401 - registers its types
from geometry_msgs.msg import PointStamped, PoseStamped, TransformStamped
from rclpy.time import Time
from tf2_ros import Buffer, ExtrapolationException, TypeException


@pytest.fixture(name="buffer")
def _buffer():
    buffer = Buffer()
    for at_s in (1, 3):
        message = TransformStamped(child_frame_id="base")
        message.header.frame_id = "map"
        message.header.stamp.sec = at_s
        message.transform.translation.x = 10.0 * at_s
        message.transform.rotation.w = 1.0
        buffer.set_transform(message, "me")
    return buffer


def _point(at_s, x=1.0):
    message = PointStamped()
    message.header.frame_id = "base"
    message.header.stamp.sec = at_s
    message.point.x = x
    return message


def test_an_object_is_transformed_at_its_own_stamp(buffer):
    found = buffer.transform(_point(2), "map")
    assert found.point.x == pytest.approx(21.0)
    assert (found.header.frame_id, found.header.stamp.sec) == ("map", 2)


def test_an_object_can_be_carried_to_another_time(buffer):
    found = buffer.transform_full(_point(1), "base", Time(seconds=3), "map")
    assert found.point.x == pytest.approx(-19.0)
    assert found.header.stamp.sec == 3


def test_the_result_can_be_converted(buffer):
    assert buffer.transform(_point(2), "map", new_type=PointStamped).point.x == pytest.approx(21.0)
    with pytest.raises(AttributeError):
        buffer.transform(_point(2), "map", new_type=PoseStamped).pose.position  # noqa: B018


def test_an_object_of_a_time_without_data_cannot_be_transformed(buffer):
    with pytest.raises(ExtrapolationException):
        buffer.transform(_point(9), "map")


def test_an_object_of_an_unknown_type_cannot_be_transformed(buffer):
    with pytest.raises(TypeException):
        buffer.transform("text", "map")
