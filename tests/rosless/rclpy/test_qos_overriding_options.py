import pytest
from rcl_interfaces.msg import SetParametersResult
from rclpy.duration import Duration
from rclpy.qos import QoSPolicyKind, QoSProfile, ReliabilityPolicy
from rclpy.qos_overriding_options import InvalidQosOverridesError, QoSOverridingOptions
from std_msgs.msg import String

DOMAIN = 158
NAME = "qos_overrides./chatter"


def test_parameters_change_what_the_program_allows(company):
    words = [
        *("--ros-args", "-p", f"{NAME}.publisher.depth:=3"),
        *("-p", f"{NAME}.publisher.reliability:=best_effort"),
        *("-p", f"{NAME}.publisher.deadline:=5"),
    ]
    node = company(DOMAIN, *words).node("node")
    given = QoSProfile(depth=10)
    options = QoSOverridingOptions.with_default_policies()
    made = node.create_publisher(String, "chatter", given, qos_overriding_options=options)
    assert (made.qos_profile.depth, made.qos_profile.reliability.name) == (3, "BEST_EFFORT")
    assert made.qos_profile.deadline == Duration()
    assert given == QoSProfile(depth=10)
    assert node.describe_parameter(f"{NAME}.publisher.depth").read_only
    again = node.create_publisher(String, "chatter", given, qos_overriding_options=options)
    assert again.qos_profile == made.qos_profile


def test_all_kinds_of_policies_are_parameters(company):
    node = company(DOMAIN).node("node")
    kinds = [kind for kind in QoSPolicyKind if kind is not QoSPolicyKind.INVALID]
    options = QoSOverridingOptions(kinds, entity_id="left")
    node.create_subscription(String, "chatter", print, 10, qos_overriding_options=options)
    found = node.get_parameters_by_prefix(f"{NAME}.subscription_left")
    assert {name: p.value for name, p in found.items()} == {
        "durability": "volatile",
        "deadline": 0,
        "liveliness": "system_default",
        "reliability": "reliable",
        "history": "keep_last",
        "depth": 10,
        "liveliness_lease_duration": 0,
        "avoid_ros_namespace_conventions": False,
    }


def test_a_name_that_is_no_choice_is_refused_with_the_choices(company):
    word = f"{NAME}.publisher.reliability:=sometimes"
    node = company(DOMAIN, "--ros-args", "-p", word).node("node")
    with pytest.raises(ValueError, match="`sometimes`; known: system_default, reliable"):
        node.create_publisher(
            String,
            "chatter",
            10,
            qos_overriding_options=QoSOverridingOptions([QoSPolicyKind.RELIABILITY]),
        )


def test_the_program_may_refuse_the_result(company):
    node = company(DOMAIN, "--ros-args", "-p", f"{NAME}.publisher.depth:=3").node("node")

    def deep(profile):
        return SetParametersResult(successful=profile.depth > 5, reason="too shallow")

    options = QoSOverridingOptions([QoSPolicyKind.DEPTH], callback=deep)
    with pytest.raises(InvalidQosOverridesError, match="too shallow"):
        node.create_publisher(String, "chatter", 10, qos_overriding_options=options)


def test_an_unknown_policy_cannot_be_a_parameter(company):
    node = company(DOMAIN).node("node")
    profile = QoSProfile(depth=1, reliability=ReliabilityPolicy.UNKNOWN)
    options = QoSOverridingOptions([QoSPolicyKind.RELIABILITY])
    with pytest.raises(ValueError, match="reliability is UNKNOWN"):
        node.create_publisher(String, "chatter", profile, qos_overriding_options=options)
