import json

import pytest
from rclpy.qos import (
    DurabilityPolicy,
    HistoryPolicy,
    QoSCompatibility,
    QoSProfile,
    ReliabilityPolicy,
    qos_check_compatible,
)
from rclpy.topic_endpoint_info import TopicEndpointInfo

from physai_sim.core.errors import UnknownNameError
from physai_sim.ros.inspect.qos import LATCHED_DEPTH, Wish, as_dictionary, for_publishers

PLAIN = QoSProfile(depth=1)
SENSOR = QoSProfile(depth=1, reliability=ReliabilityPolicy.BEST_EFFORT)
LATCHED = QoSProfile(depth=1, durability=DurabilityPolicy.TRANSIENT_LOCAL)


def _infos(*profiles):
    return [TopicEndpointInfo(qos_profile=profile) for profile in profiles]


@pytest.mark.parametrize(
    ("offers", "reliable", "kept"),
    [
        ([], True, False),
        ([PLAIN], True, False),
        ([SENSOR], False, False),
        ([LATCHED], True, True),
        ([PLAIN, SENSOR], False, False),
        ([LATCHED, PLAIN], True, False),
    ],
)
def test_what_is_chosen_is_as_good_as_all_publishers_offer(offers, reliable, kept):
    chosen = for_publishers(_infos(*offers))
    assert (chosen.reliability == ReliabilityPolicy.RELIABLE) is reliable
    assert (chosen.durability == DurabilityPolicy.TRANSIENT_LOCAL) is kept
    assert all(qos_check_compatible(o, chosen)[0] != QoSCompatibility.ERROR for o in offers)


def test_latched_messages_are_kept_in_a_greater_number_and_may_be_left_out():
    assert for_publishers(_infos(LATCHED)).depth == LATCHED_DEPTH
    chosen = for_publishers(_infos(LATCHED), latched=False)
    assert chosen.durability == DurabilityPolicy.VOLATILE


def test_wishes_come_first():
    wish = Wish(history="keep_all", depth=3, reliability="best_effort", durability="volatile")
    chosen = wish.applied(LATCHED)
    assert (chosen.history, chosen.depth) == (HistoryPolicy.KEEP_ALL, 3)
    assert chosen.reliability == ReliabilityPolicy.BEST_EFFORT
    assert chosen.durability == DurabilityPolicy.VOLATILE
    assert Wish().applied(LATCHED) == LATCHED
    assert Wish("sensor_data").applied(LATCHED).reliability == ReliabilityPolicy.BEST_EFFORT


@pytest.mark.parametrize(
    ("wish", "says"),
    [
        (Wish(reliability="relable"), "no such reliability, got 'relable'; did you mean 'reliabl"),
        (Wish(profile="sensors"), "no such QoS profile, got 'sensors'"),
    ],
)
def test_an_unknown_policy_names_the_known_ones(wish, says):
    with pytest.raises(UnknownNameError, match=says):
        wish.applied(PLAIN)


def test_a_profile_is_told_as_json_can_hold_it():
    found = json.loads(json.dumps(as_dictionary(SENSOR)))
    assert (found["reliability"], found["durability"]) == ("best_effort", "volatile")
    assert (found["depth"], found["deadline_ns"]) == (1, 0)
