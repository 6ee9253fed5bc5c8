"""Nodes know their entities until these are destroyed."""

import pytest
from example_interfaces.srv import AddTwoInts
from std_msgs.msg import String

MAKERS = {
    "publisher": lambda node: node.create_publisher(String, "a", 1),
    "subscription": lambda node: node.create_subscription(String, "a", print, 1),
    "client": lambda node: node.create_client(AddTwoInts, "a"),
    "service": lambda node: node.create_service(AddTwoInts, "a", print),
    "timer": lambda node: node.create_timer(1.0, print),
    "guard_condition": lambda node: node.create_guard_condition(print),
}


@pytest.mark.parametrize("kind", MAKERS)
def test_an_entity_is_listed_until_it_is_destroyed(nodes, kind):
    node, other = nodes.node("node"), nodes.node("other")
    entity = MAKERS[kind](node)
    listed = "guards" if kind == "guard_condition" else f"{kind}s"
    assert entity in list(getattr(node, listed))
    assert not getattr(other, f"destroy_{kind}")(entity)
    assert getattr(node, f"destroy_{kind}")(entity)
    assert entity not in list(getattr(node, listed))
    assert not getattr(node, f"destroy_{kind}")(entity)


@pytest.mark.parametrize("kind", ["publisher", "subscription", "client", "service"])
def test_others_see_endpoints_until_they_are_destroyed(nodes, kind):
    node, watch = nodes.node("node"), nodes.node("watch")
    entity = MAKERS[kind](node)
    count = {
        "publisher": watch.count_publishers,
        "subscription": watch.count_subscribers,
        "client": watch.count_clients,
        "service": watch.count_services,
    }[kind]
    nodes.spin_until(lambda: count("/a") == 1)
    getattr(node, f"destroy_{kind}")(entity)
    nodes.spin_until(lambda: count("/a") == 0)


def test_a_list_may_be_walked_while_entities_come_and_go(nodes):
    node = nodes.node("node")
    for publisher in node.publishers:
        node.create_publisher(String, "a", 1)
        node.destroy_publisher(publisher)
    for _ in range(3):
        node.create_timer(1.0, print)
    for timer in node.timers:
        node.destroy_timer(timer)
    assert list(node.timers) == []


def test_the_publisher_of_the_log_is_not_listed(nodes):
    node = nodes.node("node")
    assert "/rosout" not in {publisher.topic for publisher in node.publishers}
