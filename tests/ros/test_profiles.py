"""The table of quality of service as rclpy has it."""

from rclpy.qos import DurabilityPolicy, HistoryPolicy, ReliabilityPolicy

from physai_sim.messages import qos
from physai_sim.ros.profiles import lossless, rclpy_profile


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
