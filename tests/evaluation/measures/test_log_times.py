import numpy as np

from physai_sim.evaluation.episode import Stream
from physai_sim.evaluation.measures.log_times import is_logged_in_own_stamps

STAMPS = np.arange(10, dtype=np.int64) * 100_000_000


def _stream(delay_ns):
    return Stream("sensor_msgs/msg/Imu", STAMPS + delay_ns, STAMPS)


def test_messages_recorded_at_their_stamps_are_of_simulated_time(arm):
    assert is_logged_in_own_stamps(arm(streams={"a": _stream(0)}))
    assert is_logged_in_own_stamps(arm(streams={"a": _stream(0), "b": _stream(0)}))


def test_messages_recorded_a_little_later_are_of_a_real_clock(arm):
    assert not is_logged_in_own_stamps(arm(streams={"a": _stream(1)}))


def test_messages_without_stamps_say_nothing(arm):
    streams = {"a": Stream("std_msgs/msg/String", STAMPS, None)}
    assert not is_logged_in_own_stamps(arm(streams=streams))
    assert not is_logged_in_own_stamps(arm())
