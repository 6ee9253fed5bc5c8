import pytest
from rclpy.exceptions import (
    InvalidNamespaceException,
    InvalidNodeNameException,
    InvalidParameterException,
    InvalidServiceNameException,
    InvalidTopicNameException,
)
from rclpy.topic_or_service_is_hidden import topic_or_service_is_hidden
from rclpy.validate_full_topic_name import validate_full_topic_name
from rclpy.validate_namespace import validate_namespace
from rclpy.validate_node_name import validate_node_name
from rclpy.validate_parameter_name import validate_parameter_name
from rclpy.validate_topic_name import validate_topic_name

FULL = [
    ("", 0, "empty"),
    ("chatter", 0, "absolute"),
    ("/chatter/", 8, "end with"),
    ("/chat ter", 5, "characters other than"),
    ("/a-b", 2, "characters other than"),
    ("/a//b", 3, "repeated"),
    ("/a/1b", 3, "starts with a number"),
    ("/" + "a" * 300, None, "should not exceed"),
]


@pytest.mark.parametrize(("name", "index", "reason"), FULL)
def test_a_full_topic_name_that_breaks_a_rule_is_refused_with_the_place(name, index, reason):
    with pytest.raises(InvalidTopicNameException, match=reason) as caught:
        validate_full_topic_name(name)
    assert caught.value.invalid_index == (246 if index is None else index)
    with pytest.raises(InvalidServiceNameException, match="Invalid service name"):
        validate_full_topic_name(name, is_service=True)


@pytest.mark.parametrize(("name", "index", "reason"), FULL)
def test_a_namespace_follows_the_same_rules(name, index, reason):
    with pytest.raises(InvalidNamespaceException, match=reason) as caught:
        validate_namespace(name)
    assert caught.value.invalid_index == (244 if index is None else index)


def test_names_that_keep_the_rules_pass():
    assert validate_full_topic_name("/robot_1/camera/image_raw")
    assert validate_namespace("/")
    assert validate_namespace("/robot_1/arm")
    assert validate_node_name("talker_2")
    assert validate_node_name("_hidden")
    assert validate_parameter_name("a.b")


@pytest.mark.parametrize(
    ("name", "index"),
    [("", 0), ("a b", 1), ("a/b", 1), ("1a", 0), ("a" * 256, 254), ("größe", 2)],
)
def test_a_node_name_that_breaks_a_rule_is_refused_with_the_place(name, index):
    with pytest.raises(InvalidNodeNameException) as caught:
        validate_node_name(name)
    assert caught.value.invalid_index == index


@pytest.mark.parametrize(
    "name", ["chatter", "~", "~/x", "/a/b", "{node}/x", "a{ns}b", "_hidden/x", "{namespace}"]
)
def test_names_as_programs_write_them_pass(name):
    assert validate_topic_name(name)


@pytest.mark.parametrize(
    ("name", "index"),
    [
        ("", 0),
        ("1x", 0),
        ("x/", 1),
        ("x?", 1),
        ("x/1", 2),
        ("x~", 1),
        ("~x", 1),
        ("{a-b}", 2),
        ("{a", 0),
        ("a}", 1),
        ("{1a}", 1),
        ("{{a}}", 0),
        ("{a}}", 3),
        ("a\n", 1),
    ],
)
def test_names_as_programs_write_them_break_rules_at_a_place(name, index):
    with pytest.raises(InvalidTopicNameException) as caught:
        validate_topic_name(name)
    assert caught.value.invalid_index == index
    with pytest.raises(InvalidServiceNameException):
        validate_topic_name(name, is_service=True)


def test_a_parameter_has_a_name():
    with pytest.raises(InvalidParameterException):
        validate_parameter_name("")


def test_a_part_that_begins_with_an_underscore_hides_a_topic():
    assert topic_or_service_is_hidden("/a/_b/c")
    assert not topic_or_service_is_hidden("/a/b_/c")
