import pytest
from rclpy.duration import Duration
from rclpy.qos import (
    DurabilityPolicy,
    HistoryPolicy,
    InvalidQoSProfileException,
    LivelinessPolicy,
    QoSProfile,
    ReliabilityPolicy,
)


def test_a_depth_alone_keeps_the_last_messages_reliably():
    profile = QoSProfile(depth=5)
    assert (profile.history, profile.depth) == (HistoryPolicy.KEEP_LAST, 5)
    assert profile.reliability is ReliabilityPolicy.RELIABLE
    assert profile.durability is DurabilityPolicy.VOLATILE
    assert profile.liveliness is LivelinessPolicy.SYSTEM_DEFAULT
    assert profile.deadline == profile.lifespan == Duration()
    assert profile.avoid_ros_namespace_conventions is False


def test_history_and_depth_may_be_given_by_place():
    profile = QoSProfile(HistoryPolicy.KEEP_ALL)
    assert (profile.history, profile.depth) == (HistoryPolicy.KEEP_ALL, 10)
    assert QoSProfile(HistoryPolicy.KEEP_LAST, 3) == QoSProfile(depth=3)


def test_a_profile_without_history_or_depth_is_refused():
    with pytest.raises(InvalidQoSProfileException, match="History and/or depth"):
        QoSProfile()
    with pytest.raises(InvalidQoSProfileException, match="KEEP_LAST without a depth"):
        QoSProfile(history=HistoryPolicy.KEEP_LAST)


def test_a_depth_of_zero_is_warned_of():
    with pytest.warns(UserWarning, match="zero depth with KEEP_LAST"):
        profile = QoSProfile(depth=0)
    with pytest.warns(UserWarning, match="zero depth with KEEP_LAST"):
        profile.depth = 0
    assert QoSProfile(history=HistoryPolicy.KEEP_ALL, depth=0).depth == 0


def test_policies_are_checked_when_they_are_set():
    profile = QoSProfile(depth=1)
    profile.reliability = 2
    assert profile.reliability is ReliabilityPolicy.BEST_EFFORT
    for name, value in (("deadline", 1), ("depth", "1"), ("durability", "volatile")):
        with pytest.raises(AssertionError, match=f"QoSProfile.{name} must be"):
            setattr(profile, name, value)
    with pytest.raises(ValueError, match="77"):
        profile.history = 77
    with pytest.raises(TypeError, match="no policy depht"):
        QoSProfile(depth=1, depht=2)
    with pytest.raises(AttributeError):
        profile.reliabilty = ReliabilityPolicy.RELIABLE


def test_profiles_with_the_same_policies_are_equal():
    one = QoSProfile(depth=1, deadline=Duration(seconds=2))
    assert one == QoSProfile(depth=1, deadline=Duration(seconds=2))
    assert one != QoSProfile(depth=1)
    assert one != 1


def test_its_text_names_all_policies():
    text = str(QoSProfile(depth=7))
    assert text.startswith("QoSProfile(history=")
    assert "depth=7" in text
    assert "liveliness_lease_duration=0 nanoseconds" in text
