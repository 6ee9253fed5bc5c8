import pytest
from builtin_interfaces.msg import Time
from geometry_msgs.msg import PointStamped
from std_msgs.msg import Float64MultiArray, String
from tf2_msgs.msg import TFMessage

from physai_sim.core.errors import ConfigError, UnknownNameError
from physai_sim.ros.inspect import values


def test_fields_that_are_not_given_get_their_defaults():
    assert values.filled(String, "") == String()
    found = values.filled(PointStamped, "{point: {x: 1e-3, y: 2}}")
    assert (found.point.x, found.point.y, found.header.frame_id) == (0.001, 2.0, "")


def test_arrays_and_messages_in_arrays_are_filled():
    assert list(values.filled(Float64MultiArray, "{data: [1, 2.5]}").data) == [1.0, 2.5]
    text = "{transforms: [{child_frame_id: a, header: {frame_id: map}}]}"
    [transform] = values.filled(TFMessage, text).transforms
    assert (transform.child_frame_id, transform.header.frame_id) == ("a", "map")


def test_stamps_of_the_moment_are_set_later():
    message, setters = values.filled_for_now(PointStamped, "{header: auto}")
    for set_stamp in setters:
        set_stamp(Time(sec=5))
    assert message.header.stamp == Time(sec=5)
    message, setters = values.filled_for_now(PointStamped, "{header: {stamp: now}}")
    setters[0](Time(sec=6))
    assert message.header.stamp == Time(sec=6)
    assert values.filled_for_now(String, "{data: x}")[1] == []


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("{poin: {}}", "PointStamped: no such field, got 'poin'; did you mean 'point'"),
        ("{point: {w: 1}}", "PointStamped.point: no such field, got 'w'.*known: x, y, z"),
    ],
)
def test_an_unknown_field_names_the_known_ones(text, says):
    with pytest.raises(UnknownNameError, match=says):
        values.filled(PointStamped, text)


def test_an_unknown_field_in_an_array_is_told_with_its_place():
    with pytest.raises(UnknownNameError, match=r"TFMessage.transforms\[1\]: no such field"):
        values.filled(TFMessage, "{transforms: [{}, {child: a}]}")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("{data: {x: 1}}", "Float64MultiArray: a value does not fit"),
        ("{data: 1", "values are no YAML"),
        ("[1, 2]", "values are no mapping"),
        ("!!python/object/apply:os.getcwd []", "values are no YAML"),
        ("a" * (values.MAX_CHARACTERS + 1), "values too long"),
    ],
)
def test_what_is_no_value_is_refused(text, says):
    with pytest.raises(ConfigError, match=says):
        values.filled(Float64MultiArray if "x:" in text else String, text)
