import pytest
from rclpy.exceptions import InvalidServiceNameException, InvalidTopicNameException
from rclpy.expand_topic_name import expand_topic_name
from std_msgs.msg import String
from std_srvs.srv import Empty


@pytest.mark.parametrize(
    ("name", "namespace", "full"),
    [
        ("chatter", "/", "/chatter"),
        ("chatter", "/ns", "/ns/chatter"),
        ("/chatter", "/ns", "/chatter"),
        ("~", "/ns", "/ns/node"),
        ("~/x", "/", "/node/x"),
        ("{node}/x", "/ns", "/ns/node/x"),
        ("{ns}/x", "/a/b", "/a/b/x"),
        ("/top/{namespace}", "/ns", "/top//ns"),
    ],
)
def test_names_become_full_in_the_view_of_a_node(name, namespace, full):
    assert expand_topic_name(name, "node", namespace) == full


def test_an_unknown_substitution_is_refused_with_the_known_ones():
    with pytest.raises(ValueError, match=r"unknown substitution 'nod'; known: node, ns"):
        expand_topic_name("{nod}/x", "node", "/")


@pytest.mark.parametrize(
    ("arguments", "what"),
    [
        (("a?", "node", "/"), "topic name"),
        (("a", "no de", "/"), "node name"),
        (("a", "node", "ns"), "namespace"),
    ],
)
def test_a_name_that_is_none_is_refused(arguments, what):
    with pytest.raises(ValueError, match=what):
        expand_topic_name(*arguments)


def test_a_node_refuses_names_with_the_place_of_the_fault(company):
    node = company(168).node("node")
    with pytest.raises(InvalidTopicNameException, match=r"'chat ter'\n +\^"):
        node.create_publisher(String, "chat ter", 10)
    with pytest.raises(InvalidServiceNameException, match=r"must not end with"):
        node.create_service(Empty, "clear/", lambda _, response: response)
    with pytest.raises(InvalidTopicNameException, match="must not start with a number"):
        node.create_publisher(String, "/1/{node}", 10)
