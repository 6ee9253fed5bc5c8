import math

import pytest
from builtin_interfaces.msg import Duration as Message
from builtin_interfaces.msg import Time as TimeMessage
from hypothesis import given
from hypothesis import strategies as st
from rclpy.duration import MAX_NS, Duration, Infinite

NS = st.integers(-(2**61), 2**61)
MESSAGE_NS = st.integers(-(2**31) * 10**9, 2**31 * 10**9 - 1)


@given(NS, NS)
def test_sums_and_differences_are_exact(one, other):
    first, second = Duration(nanoseconds=one), Duration(nanoseconds=other)
    assert (first + second - second).nanoseconds == one
    assert (first - second).nanoseconds == one - other


@given(MESSAGE_NS)
def test_a_message_brings_the_same_duration_back(nanoseconds):
    message = Duration(nanoseconds=nanoseconds).to_msg()
    assert 0 <= message.nanosec < 10**9
    assert Duration.from_msg(message).nanoseconds == nanoseconds


@given(NS, NS)
def test_durations_are_ordered_as_their_nanoseconds(one, other):
    first, second = Duration(nanoseconds=one), Duration(nanoseconds=other)
    assert (first < second, first <= second) == (one < other, one <= other)
    assert (first > second, first >= second) == (one > other, one >= other)
    assert (first == second, first != second) == (one == other, one != other)
    assert (hash(first) == hash(second)) or one != other


def test_seconds_may_have_a_fraction_and_whole_ones_are_exact():
    assert Duration(seconds=1.5, nanoseconds=7).nanoseconds == 1_500_000_007
    assert Duration(seconds=2**33 - 1).nanoseconds == (2**33 - 1) * 10**9


def test_what_does_not_fit_64_bits_is_refused():
    with pytest.raises(OverflowError, match="too large"):
        Duration(nanoseconds=2**63)
    with pytest.raises(OverflowError, match="too large"):
        Duration(seconds=-(2**63))


def test_a_duration_times_a_number_is_one():
    assert Duration(seconds=3) * 2 == Duration(seconds=6)
    assert Duration(seconds=3) * 0.5 == Duration(seconds=1.5)
    assert Duration(seconds=3) * math.inf == Infinite
    with pytest.raises(ValueError, match="nan"):
        Duration(seconds=3) * math.nan


def test_its_texts_tell_what_it_is():
    assert str(Duration(nanoseconds=5)) == "5 nanoseconds"
    assert repr(Duration(nanoseconds=5)) == "Duration(nanoseconds=5)"
    assert str(Infinite) == "Infinite"
    assert Infinite.nanoseconds == MAX_NS


def test_other_things_are_no_durations():
    with pytest.raises(TypeError):
        Duration(seconds=1) + 1
    with pytest.raises(TypeError):
        Duration(seconds=1) < 1  # noqa: B015 - it is the comparison that raises
    with pytest.raises(TypeError, match="Duration object"):
        Duration.from_msg(TimeMessage())
    assert Duration(seconds=1) != 1
    assert Duration.from_msg(Message(sec=1)) == Duration(seconds=1)
