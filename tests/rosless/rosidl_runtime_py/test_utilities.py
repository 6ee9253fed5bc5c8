import pytest
from example_interfaces.action import Fibonacci
from rosidl_runtime_py import utilities
from std_msgs.msg import String
from std_srvs.srv import SetBool


@pytest.mark.parametrize(
    ("get", "name", "found"),
    [
        (utilities.get_message, "std_msgs/msg/String", String),
        (utilities.get_message, "std_msgs/String", String),
        (utilities.get_service, "std_srvs/srv/SetBool", SetBool),
        (utilities.get_service, "std_srvs/SetBool", SetBool),
        (utilities.get_action, "example_interfaces/Fibonacci", Fibonacci),
        (utilities.get_interface, "std_srvs/srv/SetBool", SetBool),
    ],
)
def test_classes_are_found_by_name(get, name, found):
    assert get(name) is found


@pytest.mark.parametrize(
    ("get", "name", "what"),
    [
        (utilities.get_message, "std_srvs/srv/SetBool", "a message"),
        (utilities.get_service, "std_msgs/msg/String", "a service"),
        (utilities.get_action, "std_msgs/msg/String", "an action"),
    ],
)
def test_another_kind_is_refused(get, name, what):
    with pytest.raises(ValueError, match=f"Expected the full name of {what}, got '{name}'"):
        get(name)


def test_an_unknown_name_is_refused():
    with pytest.raises(AttributeError, match="did you mean 'std_msgs/msg/String'"):
        utilities.get_message("std_msgs/Strin")
    with pytest.raises(ModuleNotFoundError, match="nowhere_msgs"):
        utilities.get_message("nowhere_msgs/String")


def test_names_are_split():
    split = utilities.get_service_namespaced_type("std_srvs/SetBool")
    assert (split.namespaces, split.name) == (("std_srvs", "srv"), "SetBool")
    assert utilities.get_message_namespaced_type("a/B").namespaces == ("a", "msg")
    assert utilities.get_action_namespaced_type("a/B").namespaces == ("a", "action")
