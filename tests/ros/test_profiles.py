"""The table of quality of service as rclpy has it."""

import pytest
from rclpy.qos import DurabilityPolicy, HistoryPolicy, ReliabilityPolicy
from rclpy.topic_endpoint_info import TopicEndpointInfo

from physai_sim.messages import qos
from physai_sim.ros.profiles import lossless, rclpy_profile, wanted_as_offered


def test_profiles_keep_depth_reliability_and_durability():
    found = rclpy_profile(qos.LATCHED)
    assert (found.history, found.depth) == (HistoryPolicy.KEEP_LAST, 1)
    assert found.reliability == ReliabilityPolicy.RELIABLE
    assert found.durability == DurabilityPolicy.TRANSIENT_LOCAL
    found = rclpy_profile(qos.QosProfile(reliability="best_effort", depth=7))
    assert (found.depth, found.reliability) == (7, ReliabilityPolicy.BEST_EFFORT)


def test_who_must_not_miss_a_message_keeps_all():
    found = lossless(qos.TF_STATIC)
    assert found.history == HistoryPolicy.KEEP_ALL
    assert found.durability == DurabilityPolicy.TRANSIENT_LOCAL


class Graph:
    """A node that knows of publishers with given durabilities."""

    def __init__(self, *durabilities):
        profiles = [rclpy_profile(qos.QosProfile(durability=one)) for one in durabilities]
        self.infos = [TopicEndpointInfo(qos_profile=profile) for profile in profiles]

    def resolve_topic_name(self, name):
        return f"/{name}"

    def get_publishers_info_by_topic(self, name):
        assert name == "/odom"
        return self.infos


@pytest.mark.parametrize(
    ("offers", "wanted"),
    [
        ((), "VOLATILE"),
        (("volatile",), "VOLATILE"),
        (("transient_local",), "TRANSIENT_LOCAL"),
        # Who wants more than is offered hears nothing at all.
        (("transient_local", "volatile"), "VOLATILE"),
    ],
)
def test_what_was_said_before_is_wanted_only_where_every_publisher_keeps_it(offers, wanted):
    found = wanted_as_offered(Graph(*offers), "odom", qos.SENSOR)
    assert found.durability == DurabilityPolicy[wanted]
    assert (found.depth, found.reliability) == (5, ReliabilityPolicy.RELIABLE)
