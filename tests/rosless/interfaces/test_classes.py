import pytest
from diagnostic_msgs.msg import DiagnosticStatus
from sensor_msgs.msg import Image, NavSatStatus

from physai_sim.rosless.interfaces import get_class, register
from physai_sim.rosless.interfaces.classes import module_of, snake_case

register(
    {
        "class_msgs/msg/Defaults": """
            int32 WORD=5
            int8 small -3
            string text "hello"
            bool[] flags [true, false]
            float32[2] pair [0.5, 1.5]
            int16[<=4] few [1, 2]
            string[2] names ["a", "b"]
            byte[2] octets
            geometry_msgs/Point[2] points
            wstring wide "ü"
        """
    }
)


def test_defaults_of_the_definition_are_kept():
    made = get_class("class_msgs/msg/Defaults")()
    assert (made.small, made.text, made.flags, made.wide) == (-3, "hello", [True, False], "ü")
    assert (made.pair.tolist(), made.few.tolist(), made.names) == ([0.5, 1.5], [1, 2], ["a", "b"])
    assert made.octets == [b"\x00", b"\x00"]
    assert made.points[0] == made.points[1]
    assert made.points[0] is not made.points[1]


def test_defaults_are_class_attributes_too():
    assert get_class("class_msgs/msg/Defaults").SMALL__DEFAULT == -3


def test_no_two_messages_share_a_default():
    one, other = (get_class("class_msgs/msg/Defaults")() for _ in range(2))
    one.flags.append(True)
    one.pair[0] = 9.0
    assert (other.flags, other.pair[0]) == ([True, False], 0.5)


def test_jazzys_defaults_are_there():
    quaternion = get_class("geometry_msgs/msg/Pose")().orientation
    assert (quaternion.x, quaternion.w) == (0.0, 1.0)
    assert NavSatStatus().status == NavSatStatus.STATUS_UNKNOWN == -2


def test_constants_can_be_read_and_not_set():
    assert DiagnosticStatus.STALE == DiagnosticStatus().STALE == b"\x03"
    with pytest.raises(AttributeError):
        DiagnosticStatus().STALE = b"\x00"


def test_slots_and_modules_are_those_of_rosidl():
    assert Image.__slots__[:2] == ["_header", "_height"]
    assert Image.__module__ == "sensor_msgs.msg._image"
    assert module_of("my_msgs/srv/GetIt_Request") == "my_msgs.srv._get_it"
    assert Image._TYPE_SUPPORT is not None


@pytest.mark.parametrize(
    ("name", "snake"),
    [
        ("CameraInfo", "camera_info"),
        ("PointCloud2", "point_cloud2"),
        ("TFMessage", "tf_message"),
        ("MultiDOFJointState", "multi_dof_joint_state"),
        ("UInt8MultiArray", "u_int8_multi_array"),
        ("UUID", "uuid"),
    ],
)
def test_modules_are_named_by_rosidls_rule(name, snake):
    assert snake_case(name) == snake


def test_a_missing_nested_type_names_the_field():
    register({"lost_msgs/msg/Lost": "nowhere_msgs/Thing thing\n"})
    with pytest.raises(LookupError, match="lost_msgs/msg/Lost, field 'thing'"):
        get_class("lost_msgs/msg/Lost")
