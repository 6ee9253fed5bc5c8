"""Profiles become policies of DDS and come back from discovery."""

from cyclonedds.core import Policy, Qos
from rclpy.duration import Duration, Infinite
from rclpy.qos import (
    DurabilityPolicy,
    HistoryPolicy,
    LivelinessPolicy,
    QoSProfile,
    ReliabilityPolicy,
    qos_profile_sensor_data,
)

from physai_sim.rosless.dds import qos

FOREVER = 2**63 - 1


def _policies(profile, user_data="", **options):
    return {policy.__scope__: policy for policy in qos.to_dds(profile, user_data, **options)}


def test_the_default_is_reliable_without_limit_and_volatile():
    found = _policies(QoSProfile(depth=7))
    assert found["Reliability"] == Policy.Reliability.Reliable(FOREVER)
    assert found["Durability"] == Policy.Durability.Volatile
    assert found["History"] == Policy.History.KeepLast(7)
    assert found["WriterDataLifecycle"] == Policy.WriterDataLifecycle(autodispose=False)
    assert not {"Deadline", "Lifespan", "DurabilityService", "Userdata"} & found.keys()


def test_sensor_data_is_best_effort():
    assert _policies(qos_profile_sensor_data)["Reliability"] == Policy.Reliability.BestEffort


def test_a_latched_history_is_kept_for_latecomers_with_its_depth():
    profile = QoSProfile(depth=5, durability=DurabilityPolicy.TRANSIENT_LOCAL)
    found = _policies(profile)
    assert found["Durability"] == Policy.Durability.TransientLocal
    kept = Policy.DurabilityService(0, Policy.History.KeepLast(5), -1, -1, -1)
    assert found["DurabilityService"] == kept


def test_a_history_may_keep_all():
    profile = QoSProfile(history=HistoryPolicy.KEEP_ALL)
    assert _policies(profile)["History"] == Policy.History.KeepAll


def test_limits_in_time_are_told_and_infinite_ones_are_not():
    profile = QoSProfile(
        depth=1,
        deadline=Duration(nanoseconds=5),
        lifespan=Duration(seconds=1),
        liveliness=LivelinessPolicy.MANUAL_BY_TOPIC,
        liveliness_lease_duration=Duration(seconds=2),
    )
    found = _policies(profile)
    assert found["Deadline"] == Policy.Deadline(5)
    assert found["Lifespan"] == Policy.Lifespan(10**9)
    assert found["Liveliness"] == Policy.Liveliness.ManualByTopic(2 * 10**9)
    endless = _policies(QoSProfile(depth=1, deadline=Infinite))
    assert "Deadline" not in endless
    assert endless["Liveliness"] == Policy.Liveliness.Automatic(FOREVER)


def test_an_endpoint_may_leave_out_its_own_participant():
    found = _policies(QoSProfile(depth=1), ignore_local=True)
    assert found["IgnoreLocal"] == Policy.IgnoreLocal.Participant


def test_what_discovery_tells_is_read_back():
    profile = QoSProfile(
        depth=3,
        reliability=ReliabilityPolicy.BEST_EFFORT,
        durability=DurabilityPolicy.TRANSIENT_LOCAL,
        deadline=Duration(seconds=4),
    )
    assert qos.from_dds(qos.to_dds(profile)) == {
        "history": "keep_last",
        "depth": 3,
        "reliability": "best_effort",
        "durability": "transient_local",
        "deadline_ns": 4 * 10**9,
        "lifespan_ns": FOREVER,
        "liveliness": "automatic",
        "lease_ns": FOREVER,
    }


def test_user_data_is_read_by_key_and_nonsense_gives_nothing():
    assert qos.user_data_of(Qos(Policy.Userdata(b"a=1;b=x=y;c"))) == {"a": "1", "b": "x=y"}
    assert qos.user_data_of(Qos(Policy.Userdata(b"\xff\xfe"))) == {}
    assert qos.user_data_of(Qos()) == {}
