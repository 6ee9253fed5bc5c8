import pytest
from rclpy import exceptions
from rclpy.parameter import Parameter


def test_a_fault_in_a_name_is_pointed_at():
    error = exceptions.InvalidNodeNameException("a b", "no spaces", 1)
    assert str(error).splitlines() == ["Invalid node name: no spaces:", "  'a b'", "    ^"]
    assert (error.name, error.invalid_index) == ("a b", 1)


@pytest.mark.parametrize(
    ("kind", "word"),
    [
        (exceptions.InvalidNamespaceException, "namespace"),
        (exceptions.InvalidTopicNameException, "topic name"),
        (exceptions.InvalidServiceNameException, "service name"),
    ],
)
def test_each_kind_of_name_is_called_by_its_name(kind, word):
    error = kind("x", "wrong", 0)
    assert str(error).startswith(f"Invalid {word}: wrong")
    assert isinstance(error, exceptions.NameValidationException)


def test_a_value_of_the_wrong_type_is_told_with_both_types():
    error = exceptions.InvalidParameterTypeException(Parameter("speed", value=1), "DOUBLE")
    text = "Trying to set parameter 'speed' to '1' of type 'INTEGER', expecting type 'DOUBLE'"
    assert str(error) == f"{text}: speed"


def test_errors_of_parameters_name_them():
    for error in (
        exceptions.ParameterNotDeclaredException("gain"),
        exceptions.ParameterAlreadyDeclaredException(["gain"]),
        exceptions.ParameterImmutableException("gain"),
        exceptions.ParameterUninitializedException("gain"),
        exceptions.InvalidParameterException("gain"),
        exceptions.InvalidParameterValueException("gain", 3, "too large"),
    ):
        assert isinstance(error, exceptions.ParameterException)
        assert "gain" in str(error)


def test_what_needs_init_says_so():
    assert str(exceptions.NotInitializedException()) == "rclpy.init() has not been called."
    assert str(exceptions.NotInitializedException("node")).endswith("msg:node")


def test_errors_of_handles_and_layers_are_runtime_errors():
    assert issubclass(exceptions.RCLError, RuntimeError)
    assert issubclass(exceptions.InvalidHandle, RuntimeError)
    assert issubclass(exceptions.UnknownROSArgsError, RuntimeError)
