import pytest

from physai_sim.core.errors import ConfigError, UnknownNameError
from physai_sim.ros.inspect import graph

DOMAIN = 51


def test_names_are_completed_below_the_root():
    assert graph.full_name("chatter") == graph.full_name("/chatter") == "/chatter"
    assert graph.full_node_name("lab/robot") == "/lab/robot"
    assert graph.split_node_name("/lab/robot") == ("robot", "/lab")
    assert graph.split_node_name("/robot") == ("robot", "/")


@pytest.mark.parametrize("name", ["", "a b", "/a//b", "/a/", "9a", "{what}"])
def test_what_is_no_name_is_refused(name):
    with pytest.raises(ConfigError, match="not a name of a service"):
        graph.full_name(name, what="service")


@pytest.mark.slow
def test_our_own_topics_and_node_are_not_told(live):
    live.node.create_publisher(_string(), "/ours", 10)
    live.settle()
    assert "/ours" not in dict(graph.topics(live))
    assert dict(graph.topics(live))["/lab/order"] == ["std_msgs/msg/String"]
    assert graph.nodes(live, hidden=True) == ["/lab/robot"]


@pytest.mark.slow
def test_a_topic_of_others_is_told_though_we_read_it_too(live):
    live.node.create_subscription(_string(), "/lab/name", lambda message: None, 10)
    live.settle()
    assert "/lab/name" in dict(graph.topics(live))
    assert graph.subscriptions(live, "/lab/name") == []
    assert [info.node_name for info in graph.endpoints(live, "/lab/name")] == ["robot"]


@pytest.mark.slow
def test_types_are_told_of_names_that_are_there(live):
    assert graph.types_of(live, "/lab/add", graph.services, what="service") == [
        "example_interfaces/srv/AddTwoInts"
    ]
    found = graph.types_of(live, "/lab/fibonacci", graph.actions, what="action")
    assert found == ["example_interfaces/action/Fibonacci"]
    with pytest.raises(UnknownNameError, match="no such action") as told:
        graph.types_of(live, "/lab/fibonaci", graph.actions, what="action")
    assert told.value.known == ("/lab/fibonacci",)


@pytest.mark.slow
def test_a_node_is_found_by_its_name(live):
    assert graph.found_node(live, "lab/robot") == "/lab/robot"
    with pytest.raises(UnknownNameError, match="no such node, got '/robot'"):
        graph.found_node(live, "robot")


def _string():
    from std_msgs.msg import String

    return String
