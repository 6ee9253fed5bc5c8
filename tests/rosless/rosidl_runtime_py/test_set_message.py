import pytest
from builtin_interfaces.msg import Time
from diagnostic_msgs.msg import DiagnosticArray
from geometry_msgs.msg import PoseStamped, PoseWithCovariance
from rosidl_runtime_py import set_message_fields
from sensor_msgs.msg import JointState, MultiEchoLaserScan
from std_msgs.msg import Bool, Int32


def test_fields_are_set_at_every_depth():
    message = PoseStamped()
    assert set_message_fields(message, {"pose": {"position": {"x": 1, "y": 2.5}}}) == []
    position = message.pose.position
    assert (position.x, position.y, position.z) == (1.0, 2.5, 0.0)
    assert message.pose.orientation.w == 1.0


def test_arrays_and_lists_are_set():
    joints, pose = JointState(), PoseWithCovariance()
    set_message_fields(joints, {"name": ["a"], "position": [1, 2.5]})
    set_message_fields(pose, {"covariance": list(range(36))})
    assert (joints.name, joints.position.tolist()) == (["a"], [1.0, 2.5])
    assert pose.covariance[35] == 35.0


def test_lists_of_messages_are_set_at_every_depth():
    scan, status = MultiEchoLaserScan(), DiagnosticArray()
    set_message_fields(scan, {"ranges": [{"echoes": [1.0]}, {}]})
    set_message_fields(status, {"status": [{"level": 2, "values": [{"key": "k"}]}]})
    assert [echo.echoes.tolist() for echo in scan.ranges] == [[1.0], []]
    assert (status.status[0].level, status.status[0].values[0].key) == (b"\x02", "k")


def test_auto_and_now_are_stamps_to_be_set_later():
    message, stamp = PoseStamped(), Time(sec=5)
    (setter,) = set_message_fields(message, {"header": "auto"}, expand_header_auto=True)
    setter(stamp)
    assert message.header.stamp == stamp
    other = PoseStamped()
    values = {"header": {"stamp": "now", "frame_id": "map"}}
    (setter,) = set_message_fields(other, values, expand_time_now=True)
    setter(stamp)
    assert (other.header.stamp, other.header.frame_id) == (stamp, "map")


@pytest.mark.parametrize(
    ("message", "values", "error", "text"),
    [
        (PoseStamped(), {"poze": {}}, AttributeError, "no field 'poze' .*header, pose"),
        (PoseStamped(), {"pose": 3}, TypeError, "'3' is expected to be a dictionary"),
        (PoseStamped(), {"header": "auto"}, TypeError, "expected to be a dictionary"),
        (Int32(), {"data": 2**31}, AssertionError, "'data'"),
        (Int32(), {"data": "one"}, ValueError, "one"),
        (Int32(), ["data"], TypeError, "expected to be a dictionary but is a list"),
    ],
)
def test_what_does_not_fit_is_refused(message, values, error, text):
    with pytest.raises(error, match=text):
        set_message_fields(message, values)


def test_a_truth_value_is_set():
    message = Bool()
    set_message_fields(message, {"data": True})
    assert message.data is True
