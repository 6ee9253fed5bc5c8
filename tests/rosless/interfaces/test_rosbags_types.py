from physai_sim.rosless.interfaces import rosbags_types
from physai_sim.rosless.interfaces.definition import FieldType


def test_messages_of_jazzy_are_there():
    assert {"sensor_msgs/msg/Image", "rmw_dds_common/msg/Gid"} <= rosbags_types.type_names()


def test_char_is_an_unsigned_octet():
    (field,) = rosbags_types.struct("rmw_dds_common/msg/Gid").fields
    assert field.type == FieldType("uint8", "array", 16)


def test_constants_of_byte_are_octets():
    constants = rosbags_types.struct("diagnostic_msgs/msg/DiagnosticStatus").constants
    assert {c.name: c.value for c in constants}["STALE"] == b"\x03"


def test_the_member_of_empty_structs_is_no_field():
    assert rosbags_types.struct("std_msgs/msg/Empty").fields == ()
