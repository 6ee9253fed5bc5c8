import pytest

from physai_sim.core.errors import ConfigError, UnknownNameError
from physai_sim.ros.inspect import interfaces


def test_a_short_name_gets_its_kind():
    assert interfaces.full_type("std_msgs/String", "msg") == "std_msgs/msg/String"
    assert interfaces.full_type("std_srvs/srv/Empty", "srv") == "std_srvs/srv/Empty"


@pytest.mark.parametrize("text", ["String", "a/b/c/d", "std_msgs/srv/String", "/String", "a/b c"])
def test_what_is_no_name_of_a_type_is_refused(text):
    with pytest.raises(ConfigError, match="not the name of a message type, got") as told:
        interfaces.full_type(text, "msg")
    assert told.value.expected == "PACKAGE/msg/NAME"


def test_classes_are_found_by_either_name():
    from example_interfaces.action import Fibonacci
    from std_msgs.msg import String
    from std_srvs.srv import Trigger

    assert interfaces.message_type("std_msgs/String") is String
    assert interfaces.service_type("std_srvs/srv/Trigger") is Trigger
    assert interfaces.action_type("example_interfaces/Fibonacci") is Fibonacci


def test_an_unknown_type_names_those_of_its_package():
    with pytest.raises(UnknownNameError, match="did you mean 'std_srvs/srv/Trigger'") as told:
        interfaces.service_type("std_srvs/srv/Triger")
    assert set(told.value.known) == {f"std_srvs/srv/{n}" for n in ("Empty", "SetBool", "Trigger")}


def test_an_unknown_package_names_close_types_or_else_the_packages():
    with pytest.raises(UnknownNameError, match="did you mean 'std_msgs/msg/String'"):
        interfaces.message_type("std_msg/msg/String")
    with pytest.raises(UnknownNameError) as told:
        interfaces.message_type("zzzz/msg/Qqqqqqqq")
    assert "std_msgs" in told.value.known
