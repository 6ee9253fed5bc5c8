import pytest
from builtin_interfaces.msg import Duration as DurationMessage
from builtin_interfaces.msg import Time as Message
from hypothesis import given
from hypothesis import strategies as st
from rclpy.clock_type import ClockType
from rclpy.duration import Duration
from rclpy.time import CONVERSION_CONSTANT, Time

NS = st.integers(0, 2**62)
MESSAGE_NS = st.integers(0, 2**31 * 10**9 - 1)


@given(NS, NS)
def test_the_distance_of_two_times_leads_from_one_to_the_other(one, other):
    first, second = Time(nanoseconds=one), Time(nanoseconds=other)
    assert second + (first - second) == first
    assert (first - Duration(nanoseconds=one)).nanoseconds == 0
    assert Duration(nanoseconds=5) + first == first + Duration(nanoseconds=5)


@given(MESSAGE_NS)
def test_a_message_brings_the_same_time_back(nanoseconds):
    time = Time(nanoseconds=nanoseconds, clock_type=ClockType.ROS_TIME)
    assert Time.from_msg(time.to_msg()) == time
    seconds, rest = time.seconds_nanoseconds()
    assert (time.to_msg().sec, time.to_msg().nanosec) == (seconds, rest)
    assert seconds * CONVERSION_CONSTANT + rest == nanoseconds


@given(NS, NS)
def test_times_are_ordered_as_their_nanoseconds(one, other):
    first, second = Time(nanoseconds=one), Time(nanoseconds=other)
    assert (first < second, first <= second) == (one < other, one <= other)
    assert (first > second, first >= second) == (one > other, one >= other)
    assert (first == second, first != second) == (one == other, one != other)


def test_times_of_different_clocks_are_not_compared():
    system, ros = Time(seconds=1), Time(seconds=1, clock_type=ClockType.ROS_TIME)
    for compare in (
        lambda: system == ros,
        lambda: system != ros,
        lambda: system < ros,
        lambda: system >= ros,
    ):
        with pytest.raises(TypeError, match="Can't compare times with different clock types"):
            compare()
    with pytest.raises(TypeError, match="Can't subtract times with different clock types"):
        _ = system - ros


def test_a_sum_keeps_the_kind_of_clock():
    steady = Time(seconds=1, clock_type=ClockType.STEADY_TIME)
    assert (steady + Duration(seconds=1)).clock_type is ClockType.STEADY_TIME
    assert repr(steady) == "Time(nanoseconds=1000000000, clock_type=STEADY_TIME)"


def test_times_before_the_epoch_and_beyond_64_bits_are_refused():
    with pytest.raises(ValueError, match="Seconds value must not be negative"):
        Time(seconds=-1)
    with pytest.raises(ValueError, match="Nanoseconds value must not be negative"):
        Time(nanoseconds=-1)
    with pytest.raises(ValueError, match="Subtraction leads to negative time"):
        Time(seconds=1) - Duration(seconds=2)
    with pytest.raises(OverflowError, match="Addition leads to overflow"):
        Time(nanoseconds=2**63 - 1) + Duration(nanoseconds=1)
    with pytest.raises(OverflowError, match="too large"):
        Time(nanoseconds=2**63)


def test_other_things_are_no_times():
    with pytest.raises(TypeError, match="Clock type must be a ClockType enum"):
        Time(clock_type="SYSTEM_TIME")
    with pytest.raises(TypeError):
        Time(seconds=1) + 1
    with pytest.raises(TypeError, match="Time object"):
        Time.from_msg(DurationMessage())
    assert Time.from_msg(Message(sec=2), ClockType.SYSTEM_TIME) == Time(seconds=2)
    assert Time(seconds=1) != "1"
