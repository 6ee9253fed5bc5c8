"""The command line gives nodes, topics and services other names."""

import pytest
from example_interfaces.srv import AddTwoInts
from std_msgs.msg import String


def _node(company, domain, *words, name="node", **options):
    return company(domain, "--ros-args", *words).node(name, **options)


def test_a_node_is_called_what_it_is_given(nodes):
    node = nodes.node("node", namespace="space/inner")
    assert node.get_name() == "node"
    assert node.get_namespace() == "/space/inner"
    assert node.get_fully_qualified_name() == "/space/inner/node"
    assert node.get_logger().name == "space.inner.node"
    assert nodes.node("plain").get_fully_qualified_name() == "/plain"


def test_the_command_line_renames_the_node_and_its_namespace(company, own_domain):
    node = _node(company, own_domain, "-r", "__node:=new", "-r", "__ns:=/there")
    assert node.get_fully_qualified_name() == "/there/new"
    assert node.resolve_topic_name("~/a") == "/there/new/a"


def test_a_rule_may_be_meant_for_one_node(company, own_domain):
    nodes = company(own_domain, "--ros-args", "-r", "one:__node:=other", "-r", "one:a:=b")
    one, two = nodes.node("one"), nodes.node("two")
    assert (one.get_name(), two.get_name()) == ("other", "two")
    assert one.resolve_topic_name("a") == "/b"
    assert two.resolve_topic_name("a") == "/a"


@pytest.mark.parametrize(
    ("rule", "topic", "service"),
    [
        ("a:=b", "/space/b", "/space/b"),
        ("a:=/b", "/b", "/b"),
        ("/space/a:=b", "/space/b", "/space/b"),
        ("rostopic://a:=t", "/space/t", "/space/a"),
        ("rosservice://a:=s", "/space/a", "/space/s"),
        ("a:=~/b", "/space/node/b", "/space/node/b"),
    ],
)
def test_topics_and_services_are_renamed(company, own_domain, rule, topic, service):
    node = _node(company, own_domain, "-r", rule, namespace="/space")
    assert node.create_publisher(String, "a", 1).topic_name == topic
    assert node.create_client(AddTwoInts, "a").service_name == service
    assert node.resolve_topic_name("a", only_expand=True) == "/space/a"
    assert node.resolve_service_name("a", only_expand=True) == "/space/a"


def test_messages_flow_under_the_new_name(company, own_domain):
    renamed = company(own_domain, "--ros-args", "-r", "chatter:=/news")
    heard = []
    renamed.node("hears").create_subscription(String, "chatter", heard.append, 10)
    publisher = company(own_domain).node("tells").create_publisher(String, "/news", 10)
    renamed.spin_until(lambda: publisher.get_subscription_count() == 1)
    publisher.publish(String(data="x"))
    renamed.spin_until(lambda: heard)


def test_a_nodes_own_arguments_win_over_those_of_the_process(company, own_domain):
    nodes = company(own_domain, "--ros-args", "-r", "a:=of_process")
    own = nodes.node("own", cli_args=["--ros-args", "-r", "a:=of_node"])
    short = nodes.node("short", cli_args=["-r", "a:=of_node"])
    alone = nodes.node("alone", use_global_arguments=False)
    found = [node.resolve_topic_name("a") for node in (own, short, alone)]
    assert found == ["/of_node", "/of_node", "/a"]
