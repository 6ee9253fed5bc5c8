import pytest

from physai_sim.rosless.interfaces import codec, get_class

KNOWN = {
    # As ROS 2 Jazzy endpoints announce them in their discovery data.
    "std_msgs/msg/String": "df668c740482bbd48fb39d76a70dfd4bd59db1288021743503259e948f6b1a18",
    "rosgraph_msgs/msg/Clock": "692f7a66e93a3c83e71765d033b60349ba68023a8c689a79e48078bcb5c58564",
}


@pytest.mark.parametrize("name", sorted(KNOWN))
def test_hashes_are_those_of_ros_2(name):
    assert codec(get_class(name)).type_hash == f"RIHS01_{KNOWN[name]}"


def test_hashes_are_those_of_rosbags(every_judged_struct, judge):
    assert codec(get_class(every_judged_struct)).type_hash == judge.type_hash(every_judged_struct)


def test_a_wide_string_has_a_hash_of_its_own():
    wide, narrow = (
        codec(get_class(f"example_interfaces/msg/{name}")).type_hash
        for name in ("WString", "String")
    )
    assert wide != narrow
