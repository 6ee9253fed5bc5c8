import pytest
from rclpy._remap import parse_remap_rule


def _renamed(rule, full, node="node", namespace="/ns"):
    return parse_remap_rule(rule).renamed(full, node, namespace)


@pytest.mark.parametrize(
    ("rule", "full", "new"),
    [
        ("chatter:=talk", "/ns/chatter", "/ns/talk"),
        ("chatter:=/talk", "/ns/chatter", "/talk"),
        ("/chatter:=talk", "/ns/chatter", None),
        ("/ns/chatter:=/x", "/ns/chatter", "/x"),
        ("~/state:=~/status", "/ns/node/state", "/ns/node/status"),
        ("{node}/a:=b", "/ns/node/a", "/ns/b"),
        ("/*/image:=/cam/\\1", "/left/image", "/cam/left"),
        ("/*/image:=/cam/\\1", "/a/left/image", None),
        ("/**/image:=/cam/\\1/raw", "/a/left/image", "/cam/a/left/raw"),
        ("chatter:=talk", "/ns/chatter2", None),
    ],
)
def test_a_topic_is_renamed_by_its_full_name(rule, full, new):
    assert _renamed(rule, full) == new


def test_a_rule_may_hold_for_one_node_alone():
    rule = parse_remap_rule("talker:chatter:=talk")
    assert rule.holds_for("topic", "talker")
    assert rule.holds_for("topic", "old", "talker")
    assert not rule.holds_for("topic", "listener")


def test_a_scheme_says_what_is_renamed():
    assert parse_remap_rule("rostopic://a:=b").kinds == ("topic",)
    assert parse_remap_rule("node:rosservice://a:=b").kinds == ("service",)
    assert parse_remap_rule("a:=b").kinds == ("topic", "service")
    assert parse_remap_rule("rosservice:///a:=b").match == "/a"


def test_nodes_and_namespaces_have_names_of_their_own():
    assert parse_remap_rule("__ns:=/a/b").kinds == ("namespace",)
    assert parse_remap_rule("__node:=x").kinds == parse_remap_rule("__name:=x").kinds == ("node",)
    assert parse_remap_rule("old:__node:=x").node == "old"


@pytest.mark.parametrize(
    ("rule", "reason"),
    [
        ("chatter", "Couldn't parse remap rule"),
        (":=x", "Couldn't parse remap rule"),
        ("a b:=x", "Couldn't parse remap rule"),
        ("a:=", "topic name must not be empty"),
        ("a:=x y", "characters other than"),
        ("__ns:=x", "namespace must be absolute"),
        ("__node:=/x", "node name must not contain"),
        ("__nod:=x", "unknown '__nod'; known: __ns, __node, __name"),
    ],
)
def test_a_rule_that_is_none_is_refused(rule, reason):
    with pytest.raises(ValueError, match=reason):
        parse_remap_rule(rule)
