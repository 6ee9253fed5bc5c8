import struct

import pytest

from physai_sim.rosless.interfaces import get_class
from physai_sim.rosless.interfaces.cdr_writer import struct_writer
from physai_sim.rosless.interfaces.registry import struct_of


def _write(message, at=0):
    parts = []
    end = struct_writer(message._TYPE_SUPPORT, struct_of)(message, parts.append, at)
    data = b"".join(parts)
    assert end == at + len(data)
    return data


@pytest.mark.parametrize("at", range(8))
def test_padding_counts_from_where_the_writing_starts(at):
    data = _write(get_class("geometry_msgs/msg/Point")(x=1.0), at)
    assert data == bytes(-at % 8) + struct.pack("<ddd", 1, 0, 0)


def test_strings_end_with_a_zero():
    assert (
        _write(get_class("std_msgs/msg/String")(data="ü")) == struct.pack("<I", 3) + b"\xc3\xbc\0"
    )


def test_numbers_are_written_as_one_part():
    message = get_class("sensor_msgs/msg/Image")(data=bytes(1000))
    parts = []
    struct_writer(message._TYPE_SUPPORT, struct_of)(message, parts.append, 0)
    assert any(part is message.data for part in parts)


@pytest.mark.parametrize(
    ("name", "change", "text"),
    [
        (
            "shape_msgs/msg/SolidPrimitive",
            lambda m: m.dimensions.extend([1.0] * 4),
            "a sequence has 4 elements; at most 3",
        ),
        (
            "turtle_like/msg/Pair",
            lambda m: m.names.append("c"),
            "an array has 3 elements; expected 2",
        ),
    ],
)
def test_lengths_changed_in_place_are_refused(name, change, text):
    from physai_sim.rosless.interfaces import register

    register({"turtle_like/msg/Pair": "string[2] names\n"})
    message = get_class(name)()
    change(message)
    with pytest.raises(ValueError, match=text):
        _write(message)
