import pytest
from message_filters import ApproximateTimeSynchronizer, SimpleFilter
from std_msgs.msg import Header, String


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


def test_stamps_within_the_slop_make_a_set_of_the_nearest(inputs):
    left, right = inputs
    found = _sets(ApproximateTimeSynchronizer([left, right], 10, 0.05))
    for at in (60, 90, 140):
        left.signalMessage(Stamped(at))
    right.signalMessage(Stamped(100))
    assert found == [[90, 100]]
    right.signalMessage(Stamped(400))
    assert len(found) == 1


def test_stamps_that_differ_by_the_slop_make_no_set(inputs):
    left, right = inputs
    found = _sets(ApproximateTimeSynchronizer([left, right], 10, 0.05))
    left.signalMessage(Stamped(100))
    right.signalMessage(Stamped(150))
    assert found == []


def test_the_spread_counts_over_all_filters():
    inputs = [SimpleFilter() for _ in range(3)]
    found = _sets(ApproximateTimeSynchronizer(inputs, 10, 0.05))
    inputs[0].signalMessage(Stamped(60))
    inputs[1].signalMessage(Stamped(140))
    inputs[2].signalMessage(Stamped(100))
    assert found == []
    inputs[0].signalMessage(Stamped(110))
    assert found == [[110, 140, 100]]


def test_a_message_is_part_of_one_set_only(inputs):
    left, right = inputs
    found = _sets(ApproximateTimeSynchronizer([left, right], 10, 0.1))
    left.signalMessage(Stamped(100))
    right.signalMessage(Stamped(100))
    right.signalMessage(Stamped(101))
    assert found == [[100, 100]]


def test_a_message_without_a_header_is_left_out_with_a_warning(inputs, capfd):
    left, right = inputs
    found = _sets(ApproximateTimeSynchronizer([left, right], 10, 0.1))
    left.signalMessage(String(data="no header"))
    assert found == []
    assert "String has no header" in capfd.readouterr().err


def test_messages_without_a_header_can_take_the_time_of_their_arrival(inputs):
    left, right = inputs
    seen = []
    synchronizer = ApproximateTimeSynchronizer(inputs, 10, 60.0, allow_headerless=True)
    synchronizer.registerCallback(lambda *msgs: seen.append([msg.data for msg in msgs]))
    left.signalMessage(String(data="left"))
    right.signalMessage(String(data="right"))
    assert seen == [["left", "right"]]
