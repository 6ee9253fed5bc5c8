import pytest
from rclpy.duration import Duration, Infinite
from rclpy.qos import (
    DurabilityPolicy,
    LivelinessPolicy,
    QoSCompatibility,
    QoSProfile,
    ReliabilityPolicy,
    qos_check_compatible,
    qos_profile_system_default,
)

AUTOMATIC = LivelinessPolicy.AUTOMATIC


def _profile(**policies):
    return QoSProfile(depth=1, **{"liveliness": AUTOMATIC, **policies})


@pytest.mark.parametrize(
    ("offered", "wanted", "reason"),
    [
        (
            {"reliability": ReliabilityPolicy.BEST_EFFORT},
            {"reliability": ReliabilityPolicy.RELIABLE},
            "ERROR: reliability: publisher is BEST_EFFORT, subscription wants RELIABLE;",
        ),
        (
            {"durability": DurabilityPolicy.VOLATILE},
            {"durability": DurabilityPolicy.TRANSIENT_LOCAL},
            "ERROR: durability: publisher is VOLATILE, subscription wants TRANSIENT_LOCAL;",
        ),
        (
            {},
            {"liveliness": LivelinessPolicy.MANUAL_BY_TOPIC},
            "ERROR: liveliness: publisher is AUTOMATIC, subscription wants MANUAL_BY_TOPIC;",
        ),
        (
            {},
            {"deadline": Duration(nanoseconds=5)},
            "ERROR: deadline: publisher offers none, subscription wants 5 nanoseconds;",
        ),
        (
            {"liveliness_lease_duration": Duration(nanoseconds=6)},
            {"liveliness_lease_duration": Duration(nanoseconds=5)},
            "ERROR: liveliness_lease_duration: publisher offers 6 nanoseconds, "
            "subscription wants 5 nanoseconds;",
        ),
    ],
)
def test_a_subscription_that_wants_more_than_is_offered_does_not_fit(offered, wanted, reason):
    publisher, subscription = _profile(**offered), _profile(**wanted)
    assert qos_check_compatible(publisher, subscription) == (QoSCompatibility.ERROR, reason)


def test_a_subscription_that_wants_the_same_or_less_fits():
    strict = _profile(
        durability=DurabilityPolicy.TRANSIENT_LOCAL,
        deadline=Duration(seconds=1),
        liveliness=LivelinessPolicy.MANUAL_BY_TOPIC,
    )
    loose = _profile(reliability=ReliabilityPolicy.BEST_EFFORT, deadline=Infinite)
    assert qos_check_compatible(strict, strict) == (QoSCompatibility.OK, "")
    assert qos_check_compatible(strict, loose) == (QoSCompatibility.OK, "")


def test_what_is_left_to_the_middleware_is_warned_of():
    found, reason = qos_check_compatible(qos_profile_system_default, _profile())
    assert found is QoSCompatibility.WARNING
    assert reason == "WARNING: reliability: publisher is SYSTEM_DEFAULT, subscription is RELIABLE;"
    found, _ = qos_check_compatible(qos_profile_system_default, qos_profile_system_default)
    assert found is QoSCompatibility.WARNING


def test_all_reasons_are_told():
    wanted = _profile(
        reliability=ReliabilityPolicy.RELIABLE, durability=DurabilityPolicy.TRANSIENT_LOCAL
    )
    _, reason = qos_check_compatible(_profile(reliability=ReliabilityPolicy.BEST_EFFORT), wanted)
    assert reason.count("ERROR: ") == reason.count(";") == 2
