from physai_sim.rosless.interfaces.cdr_layout import Item, Run, aligned, smallest, steps
from physai_sim.rosless.interfaces.definition import FieldType
from physai_sim.rosless.interfaces.registry import struct_of


def test_nested_messages_are_flattened_into_runs():
    found = steps(struct_of("geometry_msgs/msg/PoseStamped"), struct_of)
    stamp, frame, pose = found
    assert stamp == Run(("_header._stamp._sec", "_header._stamp._nanosec"), ("int32", "uint32"))
    assert frame == Item("_header._frame_id", FieldType("string"))
    assert isinstance(pose, Run)
    assert len(pose.paths) == 7
    assert pose.paths[0] == "_pose._position._x"


def test_padding_depends_on_where_a_run_starts():
    sizes = [packer.size for packer in aligned(("uint8", "float64"), "<")]
    assert sizes == [16, 15, 14, 13, 12, 11, 10, 9]


def test_the_smallest_size_counts_what_must_be_there():
    assert smallest(FieldType("std_msgs/msg/Empty"), struct_of) == 1
    assert smallest(FieldType("std_msgs/msg/Header"), struct_of) == 12
    assert smallest(FieldType("geometry_msgs/msg/PoseWithCovariance"), struct_of) == 43 * 8
    assert smallest(FieldType("string"), struct_of) == 4
