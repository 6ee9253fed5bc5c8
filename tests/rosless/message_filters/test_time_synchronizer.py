import pytest
from message_filters import SimpleFilter, TimeSynchronizer
from std_msgs.msg import Header


class Stamped:
    """A message with a header."""

    def __init__(self, at_ms):
        self.header = Header()
        self.header.stamp.sec, rest = divmod(at_ms, 1000)
        self.header.stamp.nanosec = rest * 1_000_000
        self.at_ms = at_ms


@pytest.fixture(name="inputs")
def _inputs():
    return SimpleFilter(), SimpleFilter()


def _sets(synchronizer):
    found = []
    synchronizer.registerCallback(lambda *msgs: found.append([msg.at_ms for msg in msgs]))
    return found


def test_equal_stamps_make_a_set_in_the_order_of_the_filters(inputs):
    left, right = inputs
    found = _sets(TimeSynchronizer([left, right], 10))
    right.signalMessage(Stamped(200))
    left.signalMessage(Stamped(100))
    assert found == []
    right.signalMessage(Stamped(100))
    left.signalMessage(Stamped(200))
    assert found == [[100, 100], [200, 200]]


def test_the_oldest_message_is_dropped_beyond_the_size_of_the_queue(inputs):
    left, right = inputs
    found = _sets(TimeSynchronizer([left, right], 2))
    for at in (100, 200, 300):
        left.signalMessage(Stamped(at))
    for at in (100, 200, 300):
        right.signalMessage(Stamped(at))
    assert found == [[200, 200], [300, 300]]


def test_a_callback_may_bring_the_next_message(inputs):
    left, right = inputs
    synchronizer = TimeSynchronizer([left, right], 5)
    found = _sets(synchronizer)

    def answer(*msgs):
        if msgs[0].at_ms < 300:
            left.signalMessage(Stamped(msgs[0].at_ms + 100))
            right.signalMessage(Stamped(msgs[0].at_ms + 100))

    synchronizer.registerCallback(answer)
    left.signalMessage(Stamped(100))
    right.signalMessage(Stamped(100))
    assert found == [[100, 100], [200, 200], [300, 300]]
