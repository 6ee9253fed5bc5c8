import pytest
from rclpy.qos import (
    HistoryPolicy,
    QoSHistoryPolicy,
    QoSPolicyKind,
    ReliabilityPolicy,
    qos_policy_name_from_kind,
)


def test_policies_have_short_keys():
    assert HistoryPolicy.short_keys() == ["system_default", "keep_last", "keep_all", "unknown"]
    assert HistoryPolicy.get_from_short_key("Keep_All") == HistoryPolicy.KEEP_ALL
    assert ReliabilityPolicy.BEST_EFFORT.short_key == "best_effort"
    with pytest.raises(KeyError):
        HistoryPolicy.get_from_short_key("keep_some")


def test_older_names_are_the_same_policies():
    assert QoSHistoryPolicy is HistoryPolicy
    found = ReliabilityPolicy.RMW_QOS_POLICY_RELIABILITY_BEST_EFFORT
    assert found is ReliabilityPolicy.BEST_EFFORT
    assert found.name == "BEST_EFFORT"


def test_events_name_policies_by_their_bit():
    assert qos_policy_name_from_kind(16) == "RELIABILITY"
    assert qos_policy_name_from_kind(QoSPolicyKind.DURABILITY) == "DURABILITY"
