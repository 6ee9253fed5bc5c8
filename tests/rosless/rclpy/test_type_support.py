import pytest
from example_interfaces.action import Fibonacci
from rclpy.exceptions import NoTypeSupportImportedException
from rclpy.type_support import (
    check_for_type_support,
    check_is_valid_msg_type,
    check_is_valid_srv_type,
)
from std_msgs.msg import String
from std_srvs.srv import SetBool


def test_messages_services_and_actions_are_told_apart():
    check_is_valid_msg_type(String)
    check_is_valid_msg_type(SetBool.Request)
    check_is_valid_srv_type(SetBool)
    check_for_type_support(Fibonacci)
    for kind in (SetBool, Fibonacci):
        with pytest.raises(RuntimeError, match="might be a service or action"):
            check_is_valid_msg_type(kind)
    for kind in (String, Fibonacci):
        with pytest.raises(RuntimeError, match="might be a message or action"):
            check_is_valid_srv_type(kind)


def test_a_class_of_the_program_itself_is_no_message():
    with pytest.raises(AttributeError, match="ROS 1 message type"):
        check_for_type_support(int)

    class Unfinished:
        _TYPE_SUPPORT = None

    with pytest.raises(NoTypeSupportImportedException):
        check_for_type_support(Unfinished)
