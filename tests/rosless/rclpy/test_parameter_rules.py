import pytest
from rcl_interfaces.msg import FloatingPointRange, IntegerRange, ParameterDescriptor
from rclpy._parameter_rules import reason_against
from rclpy.parameter import Parameter


def _reason(value, *, declared=False, check_read_only=False, **fields):
    descriptor = ParameterDescriptor(**fields)
    if not descriptor.dynamic_typing and not descriptor.type:
        descriptor.type = Parameter.Type.from_parameter_value(value).value
    parameter = Parameter("x", value=value)
    return reason_against(
        parameter, descriptor, declared=declared, check_read_only=check_read_only
    )


def test_a_parameter_keeps_its_type_unless_it_may_change_it():
    assert _reason(1, type=2) == ""
    assert _reason(1.0, type=2).startswith("Wrong parameter type, expected 'Type.INTEGER' got")
    assert _reason(1.0, dynamic_typing=True) == ""
    assert _reason(None, type=2, declared=True) == "Static parameter cannot be undeclared"
    assert _reason(None, type=2) == ""


def test_a_read_only_parameter_is_set_once():
    assert "read-only parameter: x" in _reason(1, read_only=True, check_read_only=True)
    assert _reason(1, read_only=True) == ""


def test_the_descriptor_gets_the_type_of_a_parameter_that_may_change_it():
    descriptor = ParameterDescriptor(dynamic_typing=True)
    reason_against(Parameter("x", value="a"), descriptor, declared=False, check_read_only=True)
    assert descriptor.type == Parameter.Type.STRING.value


@pytest.mark.parametrize(
    ("value", "fits"), [(-2, True), (1, True), (8, True), (2, False), (-3, False), (9, False)]
)
def test_an_integer_has_a_range_and_a_step(value, fits):
    limits = [IntegerRange(from_value=-2, to_value=8, step=3)]
    assert (_reason(value, integer_range=limits) == "") is fits


@pytest.mark.parametrize(
    ("value", "fits"),
    [(0.0, True), (0.3, True), (0.1 + 0.2, True), (1.0, True), (0.35, False), (1.1, False)],
)
def test_a_number_has_a_range_and_a_step(value, fits):
    limits = [FloatingPointRange(from_value=1.0, to_value=0.0, step=0.1)]
    assert (_reason(value, floating_point_range=limits) == "") is fits


def test_what_is_out_of_range_is_told_with_the_range():
    limits = [IntegerRange(from_value=0, to_value=5)]
    assert _reason(7, integer_range=limits) == (
        "Parameter x out of range. Min: 0, Max: 5, value: 7"
    )
    assert _reason(3, integer_range=limits) == ""
