import array

import pytest
from rcl_interfaces.msg import Parameter as Message
from rcl_interfaces.msg import ParameterType, ParameterValue
from rclpy.parameter import (
    Parameter,
    get_parameter_value,
    parameter_dict_from_yaml_file,
    parameter_value_to_python,
)

VALUES = [
    (Parameter.Type.NOT_SET, None),
    (Parameter.Type.BOOL, True),
    (Parameter.Type.INTEGER, -3),
    (Parameter.Type.DOUBLE, 2.5),
    (Parameter.Type.STRING, "text"),
    (Parameter.Type.BYTE_ARRAY, [b"p", b"q"]),
    (Parameter.Type.BOOL_ARRAY, [True, False]),
    (Parameter.Type.INTEGER_ARRAY, [1, 2]),
    (Parameter.Type.DOUBLE_ARRAY, [1.0, 2.0]),
    (Parameter.Type.STRING_ARRAY, ["a", "b"]),
]


@pytest.mark.parametrize(("kind", "value"), VALUES)
def test_the_type_is_that_of_the_value(kind, value):
    assert Parameter("x", value=value).type_ is kind
    assert kind.check(value)
    assert Parameter("x", kind, value).value == value


@pytest.mark.parametrize(("kind", "value"), VALUES)
def test_a_message_brings_the_same_parameter_back(kind, value):
    message = Parameter("a.b", kind, value).to_parameter_msg()
    assert (message.name, message.value.type) == ("a.b", kind.value)
    back = Parameter.from_parameter_msg(message)
    assert (back.name, back.type_) == ("a.b", kind)
    assert parameter_value_to_python(message.value) == value


def test_types_have_the_numbers_of_the_messages():
    for kind in Parameter.Type:
        assert getattr(ParameterType, f"PARAMETER_{kind.name}") == kind.value


def test_arrays_and_tuples_are_lists_of_numbers():
    assert Parameter("x", value=array.array("q", [1])).type_ is Parameter.Type.INTEGER_ARRAY
    assert Parameter("x", value=(1.0, 2.0)).type_ is Parameter.Type.DOUBLE_ARRAY


def test_values_that_parameters_cannot_have_are_refused():
    with pytest.raises(TypeError, match="not one of the allowed types"):
        Parameter("x", value={})
    with pytest.raises(TypeError, match="not a list of one of the allowed types"):
        Parameter("x", value=[1, "a"])
    with pytest.raises(TypeError, match="type must be an instance"):
        Parameter("x", "INTEGER", 1)


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        (Parameter.Type.INTEGER, 1.0),
        (Parameter.Type.DOUBLE, 1),
        (Parameter.Type.BOOL, 1),
        (Parameter.Type.STRING_ARRAY, ["a", 1]),
        (Parameter.Type.NOT_SET, 0),
    ],
)
def test_a_value_of_another_type_is_refused(kind, value):
    with pytest.raises(ValueError, match="do not agree"):
        Parameter("x", kind, value)


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        ("5", "INTEGER", 5),
        ("1e3", "DOUBLE", 1000.0),
        ("yes", "BOOL", True),
        ("[1, 2]", "INTEGER_ARRAY", [1, 2]),
        ("[]", "BOOL_ARRAY", []),
        ("[a, b]", "STRING_ARRAY", ["a", "b"]),
        ("[1, a]", "STRING", "[1, a]"),
        ("hello", "STRING", "hello"),
        ("a: {", "STRING", "a: {"),
        ("", "STRING", ""),
    ],
)
def test_the_type_of_a_text_is_guessed(text, kind, value):
    found = get_parameter_value(text)
    assert Parameter.Type(found.type).name == kind
    assert parameter_value_to_python(found) == value


def test_a_value_of_an_unknown_type_is_refused():
    with pytest.raises(RuntimeError, match="unexpected parameter type 77"):
        parameter_value_to_python(ParameterValue(type=77))


def test_a_file_is_read_as_messages_by_name(tmp_path):
    path = tmp_path / "parameters.yaml"
    path.write_text("node: {ros__parameters: {a: {b: 1}, c: '5'}}", encoding="utf-8")
    found = parameter_dict_from_yaml_file(str(path), namespace="ns.")
    assert list(found) == ["ns.a.b", "ns.c"]
    assert found["ns.a.b"] == Message(name="ns.a.b", value=ParameterValue(type=2, integer_value=1))
    assert found["ns.c"].value.string_value == "5"
