import pytest
import yaml
from diagnostic_msgs.msg import DiagnosticStatus
from geometry_msgs.msg import PointStamped, Polygon, PoseWithCovariance
from rosidl_runtime_py import (
    get_message_slot_types,
    message_to_csv,
    message_to_ordereddict,
    message_to_yaml,
)
from sensor_msgs.msg import Image, JointState
from shape_msgs.msg import SolidPrimitive
from std_msgs.msg import Header


def _point():
    point = PointStamped(header=Header(frame_id="map"))
    point.point.x = 1.5
    return point


def test_a_dictionary_keeps_the_order_of_fields_and_nests():
    found = message_to_ordereddict(_point())
    assert list(found) == ["header", "point"]
    assert found["header"] == {"stamp": {"sec": 0, "nanosec": 0}, "frame_id": "map"}
    assert list(found["point"].items()) == [("x", 1.5), ("y", 0.0), ("z", 0.0)]


def test_arrays_become_lists_of_plain_numbers():
    found = message_to_ordereddict(PoseWithCovariance())["covariance"]
    assert found == [0.0] * 36
    assert {type(number) for number in found} == {float}


def test_yaml_can_be_read_back_and_is_in_the_order_of_fields():
    text = message_to_yaml(_point())
    assert text.startswith(
        "header:\n  stamp:\n    sec: 0\n    nanosec: 0\n  frame_id: map\npoint:\n"
    )
    assert yaml.safe_load(text)["point"]["x"] == 1.5


def test_flow_style_is_one_line():
    text = message_to_yaml(JointState(name=["a"], position=[1.0]), flow_style=True)
    assert text.endswith("name: [a], position: [1.0], velocity: [], effort: []}\n")
    assert text.count("\n") == 1


def test_csv_is_the_values_between_commas():
    assert message_to_csv(_point()) == "0,0,map,1.5,0.0,0.0"
    assert message_to_csv(JointState(name=["a", "b"], position=[0.5])) == "0,0,,a,b,0.5,,"


def test_long_values_are_cut():
    image = Image(encoding="rgb8888", data=bytes(9))
    found = message_to_ordereddict(image, truncate_length=3)
    assert (found["encoding"], found["data"]) == ("rgb...", [0, 0, 0, "..."])
    assert message_to_csv(image, truncate_length=3) == "0,0,,0,0,rgb...,0,0,0,0,0,..."


@pytest.mark.parametrize("convert", [message_to_ordereddict, message_to_csv])
def test_arrays_and_strings_are_replaced_by_notes(convert):
    found = convert(Image(encoding="rgb8", data=bytes(9)), no_arr=True, no_str=True)
    text = found if isinstance(found, str) else str(dict(found))
    assert "<sequence type: uint8, length: 9>" in text
    assert "<string length: <4>>" in text


@pytest.mark.parametrize(
    ("message", "note"),
    [
        (PoseWithCovariance(), "<array type: double[36]>"),
        (SolidPrimitive(dimensions=[1.0]), "<sequence type: double[3], length: 1>"),
        (Polygon(), "<sequence type: geometry_msgs/msg/Point32, length: 0>"),
        (JointState(), "<sequence type: string, length: 0>"),
    ],
)
def test_notes_tell_the_type(message, note):
    assert note in message_to_ordereddict(message, no_arr=True).values()


def test_a_byte_is_a_character():
    assert message_to_ordereddict(DiagnosticStatus(level=b"\x02"))["level"] == "\x02"


def test_slot_types_are_given_by_name():
    assert list(get_message_slot_types(_point())) == ["header", "point"]
