"""Publishers and subscriptions tell what happens to them."""

from types import SimpleNamespace

import pytest
from rclpy.duration import Duration
from rclpy.event_handler import (
    IncompatibleTypeInfo,
    PublisherEventCallbacks,
    QoSLivelinessChangedInfo,
    QoSMessageLostInfo,
    QoSOfferedIncompatibleQoSInfo,
    SubscriptionEventCallbacks,
    _record,
)
from rclpy.qos import (
    DurabilityPolicy,
    LivelinessPolicy,
    QoSPolicyKind,
    QoSProfile,
    ReliabilityPolicy,
)
from std_msgs.msg import Int32, String

LIVELY = QoSProfile(
    depth=1,
    liveliness=LivelinessPolicy.MANUAL_BY_TOPIC,
    liveliness_lease_duration=Duration(nanoseconds=50_000_000),
)


class Pair:
    """A publisher and a subscription that note their events."""

    def __init__(self, nodes, offered, wanted, *kinds):
        self.events = {"offered": [], "wanted": []}
        ours = dict.fromkeys(kinds, self.events["offered"].append)
        theirs = dict.fromkeys(kinds, self.events["wanted"].append)
        ours.pop("message_lost", None)
        self.tells, self.hears = nodes.node("tells"), nodes.node("hears")
        self.publisher = self.tells.create_publisher(
            String, "chatter", offered, event_callbacks=PublisherEventCallbacks(**ours)
        )
        self.subscription = self.hears.create_subscription(
            *(String, "chatter", lambda _: None, wanted),
            event_callbacks=SubscriptionEventCallbacks(**theirs),
        )


@pytest.mark.parametrize(
    ("offered", "policy"),
    [
        (QoSProfile(depth=1, reliability=ReliabilityPolicy.BEST_EFFORT), "RELIABILITY"),
        (QoSProfile(depth=1, durability=DurabilityPolicy.VOLATILE), "DURABILITY"),
        (QoSProfile(depth=1, durability=DurabilityPolicy.TRANSIENT_LOCAL), "DEADLINE"),
    ],
)
def test_both_sides_hear_that_their_quality_does_not_fit(nodes, offered, policy):
    wanted = QoSProfile(
        depth=1, durability=DurabilityPolicy.TRANSIENT_LOCAL, deadline=Duration(seconds=1)
    )
    if policy == "DURABILITY":
        offered.deadline = Duration(seconds=1)
    if policy == "RELIABILITY":
        wanted.durability = DurabilityPolicy.VOLATILE
        wanted.deadline = Duration()
    pair = Pair(nodes, offered, wanted, "incompatible_qos")
    nodes.spin_until(lambda: all(pair.events.values()))
    for events in pair.events.values():
        assert events[0].total_count == events[0].total_count_change == 1
        assert events[0].last_policy_kind == QoSPolicyKind[policy]


def test_quality_that_does_not_fit_is_warned_of_by_default(nodes, capfd):
    offered = QoSProfile(depth=1, reliability=ReliabilityPolicy.BEST_EFFORT)
    Pair(nodes, offered, QoSProfile(depth=1))
    seen = []

    def warned():
        seen.append(capfd.readouterr().err)
        return "".join(seen).count("incompatible QoS on topic '/chatter'") == 2

    nodes.spin_until(warned)
    text = "".join(seen)
    assert "New subscription requesting" in text
    assert "No messages will be sent to it. Last incompatible policy: RELIABILITY" in text
    assert "New publisher offering" in text
    assert "received from it" in text


@pytest.mark.parametrize("own", [False, True])
def test_both_sides_hear_that_their_types_differ(nodes, capfd, own):
    events, seen, node = [], [], nodes.node("node")
    note = {"incompatible_type": events.append} if own else {}
    node.create_publisher(String, "chatter", 1, event_callbacks=PublisherEventCallbacks(**note))
    node.create_subscription(
        *(Int32, "chatter", print, 1), event_callbacks=SubscriptionEventCallbacks(**note)
    )

    def told():
        seen.append(capfd.readouterr().err)
        warned = "".join(seen).count("Incompatible type on topic '/chatter', no messages will be")
        return (len(events), warned) == ((2, 0) if own else (0, 2))

    nodes.spin_until(told)
    assert events == ([IncompatibleTypeInfo(1, 1)] * 2 if own else [])


def test_the_warning_can_be_left_out(nodes):
    callbacks = PublisherEventCallbacks(use_default_callbacks=False)
    publisher = nodes.node("node").create_publisher(
        String, "chatter", 1, event_callbacks=callbacks
    )
    assert publisher.event_handlers == []


def test_matches_are_told_as_they_come_and_go(nodes):
    pair = Pair(nodes, QoSProfile(depth=1), QoSProfile(depth=1), "matched")
    nodes.spin_until(lambda: all(pair.events.values()))
    assert pair.events["offered"] == pair.events["wanted"] == [(1, 1, 1, 1)]
    pair.hears.destroy_subscription(pair.subscription)
    nodes.spin_until(lambda: len(pair.events["offered"]) == 2)
    assert pair.events["offered"][1].current_count == 0
    assert pair.events["offered"][1].current_count_change == -1


def test_missed_deadlines_are_told_to_both(nodes):
    profile = QoSProfile(depth=1, deadline=Duration(nanoseconds=30_000_000))
    pair = Pair(nodes, profile, profile, "deadline")
    pair.publisher.publish(String())
    nodes.spin_until(lambda: all(pair.events.values()))
    assert all(events[0].total_count >= 1 for events in pair.events.values())


def test_a_publisher_that_falls_silent_is_told_of(nodes):
    pair = Pair(nodes, LIVELY, LIVELY, "liveliness")
    pair.publisher.assert_liveliness()
    nodes.spin_until(lambda: pair.events["offered"])
    nodes.spin_until(lambda: pair.events["wanted"][-1:] and not pair.events["wanted"][-1][0])
    first, last = pair.events["wanted"][0], pair.events["wanted"][-1]
    assert first.alive_count == 1 or last.not_alive_count == 1
    assert isinstance(last, QoSLivelinessChangedInfo)


def test_lost_messages_are_counted_and_none_is_lost_nearby(nodes):
    pair = Pair(nodes, QoSProfile(depth=1), QoSProfile(depth=1), "message_lost")
    kinds = {handler._kind for handler in pair.subscription.event_handlers}
    assert kinds == {"message_lost", "requested_incompatible_qos"}
    pair.publisher.publish(String())
    nodes.executor.spin_once(timeout_sec=0.05)
    assert pair.events["wanted"] == []
    told = _record("message_lost", SimpleNamespace(total_count=5, total_count_change=2))
    assert told == QoSMessageLostInfo(5, 2)


def test_a_policy_that_has_no_name_here_is_invalid():
    status = SimpleNamespace(total_count=1, total_count_change=1, last_policy_id=99)
    told = _record("offered_incompatible_qos", status)
    assert told == QoSOfferedIncompatibleQoSInfo(1, 1, QoSPolicyKind.INVALID)


def test_a_callback_may_be_a_coroutine(nodes):
    seen = []

    async def note(event):
        seen.append(event)

    node = nodes.node("node")
    node.create_publisher(
        String, "chatter", 1, event_callbacks=PublisherEventCallbacks(matched=note)
    )
    node.create_subscription(String, "chatter", lambda _: None, 1)
    nodes.spin_until(lambda: seen)


def test_handlers_end_with_their_endpoint(nodes):
    pair = Pair(nodes, QoSProfile(depth=1), QoSProfile(depth=1), "matched")
    handlers = pair.subscription.event_handlers
    assert set(handlers) <= set(pair.hears.waitables)
    pair.hears.destroy_subscription(pair.subscription)
    assert not set(handlers) & set(pair.hears.waitables)
