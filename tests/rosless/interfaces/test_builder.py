import pytest

from physai_sim.rosless.interfaces import get_class
from physai_sim.rosless.interfaces.builder import builder
from physai_sim.rosless.interfaces.registry import struct_of


def _build(name, leaves):
    return builder(struct_of(name), struct_of, get_class)(iter(leaves))


def test_leaves_find_their_places():
    made = _build("geometry_msgs/msg/PoseStamped", [1, 2, "map", *map(float, range(7))])
    assert (made.header.stamp.sec, made.header.stamp.nanosec, made.header.frame_id) == (
        1,
        2,
        "map",
    )
    assert (made.pose.position.z, made.pose.orientation.w) == (2.0, 6.0)


@pytest.mark.parametrize("name", ["std_msgs/msg/Empty", "std_msgs/msg/Bool"])
def test_a_message_takes_its_own_leaves_and_no_more(name):
    leaves = iter([False, "next"])
    assert builder(struct_of(name), struct_of, get_class)(leaves) == get_class(name)()
    assert next(leaves) == "next"
