import numpy as np
import pytest

from physai_sim.evaluation.episode import Stream
from physai_sim.evaluation.replay.arrival import first_recorded_ns, recorded_at

WALL_NS = 1_700_000_000_000_000_000


def stream(stamps, logged):
    stamps, logged = (np.array(values, dtype=np.int64) for values in (stamps, logged))
    return Stream("nav_msgs/msg/Odometry", logged, stamps)


@pytest.fixture
def recorded(drive):
    def make(stamps, logged):
        return drive(streams={"/odom": stream(stamps, logged)}, start_ns=int(stamps[0]))

    return make


def test_one_clock_needs_no_leading_over(recorded):
    stamps = np.arange(10, dtype=np.int64) * 100_000_000 + 10**9
    episode = recorded(stamps, stamps + 3_000_000)
    np.testing.assert_array_equal(recorded_at(episode, stamps), stamps)


def test_a_recorder_by_the_walls_clock_is_led_over_to_the_nanosecond(recorded):
    stamps = np.arange(10, dtype=np.int64) * 100_000_000 + 10**9
    logged = WALL_NS + np.arange(10, dtype=np.int64) * 250_000_001
    found = recorded_at(recorded(stamps, logged), stamps)
    assert np.abs(found - logged).max() <= 1
    assert (found >= logged).all()


def test_without_messages_there_is_nothing_to_lead_over(drive):
    stamps = np.array([1, 2], dtype=np.int64)
    np.testing.assert_array_equal(recorded_at(drive(streams={}), stamps), stamps)


def test_the_first_message_begins_the_episode(recorded, drive):
    assert first_recorded_ns(recorded([5, 6], [70, 80])) == 70
    assert first_recorded_ns(drive(streams={}, start_ns=9)) == 9
