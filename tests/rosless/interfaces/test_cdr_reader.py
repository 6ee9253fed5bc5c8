import struct
import tracemalloc

import pytest

from physai_sim.rosless.interfaces import get_class
from physai_sim.rosless.interfaces.cdr_layout import BIG
from physai_sim.rosless.interfaces.cdr_reader import StructReaders
from physai_sim.rosless.interfaces.registry import struct_of


def _read(name, data, at=0, **order):
    readers = StructReaders(struct_of, get_class, **order)
    return readers.reader(struct_of(name))(memoryview(data), at)


@pytest.mark.parametrize("at", range(8))
def test_padding_counts_from_where_the_reading_starts(at):
    data = bytes(8 if at else 0) + struct.pack("<ddd", 1, 2, 3)
    point, end = _read("geometry_msgs/msg/Point", data, at)
    assert (point.x, point.y, point.z) == (1.0, 2.0, 3.0)
    assert end == len(data)


def test_both_octet_orders_are_read():
    data = struct.pack(">II", 0, 0) + struct.pack(">If", 1, 0.5)
    message, _ = _read("std_msgs/msg/Float32MultiArray", data, order=BIG)
    assert message.data.tolist() == [0.5]


def test_fixed_arrays_can_be_changed():
    message, _ = _read("unique_identifier_msgs/msg/UUID", bytes(16))
    message.uuid[3] = 7
    assert message.uuid.sum() == 7


@pytest.mark.parametrize(
    "name",
    [
        "std_msgs/msg/String",
        "example_interfaces/msg/WString",
        "sensor_msgs/msg/ChannelFloat32",
        "geometry_msgs/msg/Polygon",
        "tf2_msgs/msg/TFMessage",
    ],
)
def test_a_count_that_lies_allocates_nothing(name):
    data = struct.pack("<I4xI", 1, 0xFFFFFFF0) if "Channel" in name else b"\xf0\xff\xff\xff"
    data += bytes(64)
    tracemalloc.start()
    try:
        with pytest.raises(ValueError, match="4294967280"):
            _read(name, data)
        assert tracemalloc.get_traced_memory()[1] < 1 << 20
    finally:
        tracemalloc.stop()
