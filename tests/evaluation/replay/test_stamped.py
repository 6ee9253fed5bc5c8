import numpy as np

from physai_sim.datasets.bag_sources import SerialisedMessage
from physai_sim.evaluation.replay.stamped import by_stamps

WALL_NS = 1_790_000_000_000_000_000
STEP_NS = 100_000_000


def _message(stamp_ns, logged_ns, topic="/odom"):
    data = bytes([0, 1, 0, 0]) + np.array(divmod(stamp_ns, 10**9), dtype="<u4").tobytes()
    return SerialisedMessage(topic, logged_ns, "nav_msgs/msg/Odometry", None, data)


def test_messages_stand_at_their_stamps_whatever_clock_recorded_them():
    late = np.random.default_rng(0).integers(0, 5 * STEP_NS, 200).tolist()
    made = [_message(n * STEP_NS, WALL_NS + n * STEP_NS + late[n]) for n in range(200)]
    recorded = sorted(made, key=lambda message: message.stamp_ns)
    assert recorded != made
    found = list(by_stamps(iter(recorded)))
    assert [message.stamp_ns for message in found] == [n * STEP_NS for n in range(200)]
    assert [message.data for message in found] == [message.data for message in made]


def test_messages_of_one_stamp_keep_the_order_in_which_they_were_recorded():
    made = [_message(STEP_NS, WALL_NS + n, topic) for n, topic in enumerate(["/b", "/a", "/c"])]
    assert [message.topic for message in by_stamps(iter(made))] == ["/b", "/a", "/c"]


def test_no_more_than_a_second_of_messages_waits():
    read = []
    made = (read.append(n) or _message(n * STEP_NS, WALL_NS + n) for n in range(10_000))
    next(by_stamps(made))
    assert len(read) <= 12
