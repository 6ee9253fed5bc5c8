import pytest
from message_filters import Cache, SimpleFilter
from rclpy.clock import ClockType
from rclpy.time import Time
from std_msgs.msg import Header, String


class Stamped:
    """A message with a header."""

    def __init__(self, at_s):
        self.header = Header()
        self.header.stamp.sec = at_s
        self.at_s = at_s


def _time(seconds):
    return Time(seconds=seconds, clock_type=ClockType.ROS_TIME)


@pytest.fixture(name="cache")
def _cache():
    source = SimpleFilter()
    cache = Cache(source, cache_size=3)
    for at in (1, 2, 3, 4):
        source.signalMessage(Stamped(at))
    return cache


def _seconds(messages):
    return [message.at_s for message in messages]


def test_the_last_messages_are_kept(cache):
    assert _seconds(cache.cache_msgs) == [2, 3, 4]
    assert cache.getOldestTime() == _time(2)
    assert cache.getLastestTime() == cache.getLatestTime() == _time(4)
    assert cache.getLast().at_s == 4


def test_messages_are_found_by_time(cache):
    assert _seconds(cache.getInterval(_time(2), _time(3))) == [2, 3]
    assert cache.getElemAfterTime(_time(3)).at_s == 3
    assert cache.getElemBeforeTime(_time(3)).at_s == 3
    assert cache.getElemAfterTime(_time(9)) is None
    assert cache.getElemBeforeTime(_time(1)) is None
    with pytest.raises(AssertionError, match="ends before it begins"):
        cache.getInterval(_time(3), _time(2))


def test_messages_are_passed_on():
    source, seen = SimpleFilter(), []
    cache = Cache(source)
    cache.registerCallback(seen.append)
    message = Stamped(1)
    source.signalMessage(message)
    assert seen == [message]


def test_a_message_without_a_header_needs_leave():
    source = SimpleFilter()
    refusing, taking = Cache(source), Cache(source, allow_headerless=True)
    source.signalMessage(String())
    assert refusing.getLast() is None
    assert taking.getLast() == String()
