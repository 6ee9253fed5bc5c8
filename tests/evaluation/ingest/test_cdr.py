import struct

import pytest

from physai_sim.evaluation.ingest.cdr import Cursor, is_little_endian, peek_stamp
from physai_sim.messages import parts
from physai_sim.messages.typestore import make_message, typestore


def header_bytes(little, *, sec=12, nanosec=345, frame="map"):
    stamp = make_message("builtin_interfaces/msg/Time", sec=sec, nanosec=nanosec)
    message = make_message("std_msgs/msg/Header", stamp=stamp, frame_id=frame)
    return bytes(typestore().serialize_cdr(message, message.__msgtype__, little_endian=little))


@pytest.mark.parametrize("little", [True, False])
def test_a_stamp_is_seen_in_both_byte_orders(little):
    data = header_bytes(little)
    assert peek_stamp(data) == peek_stamp(data[:12]) == 12_000_000_345
    assert is_little_endian(data) == little


@pytest.mark.parametrize(
    "data",
    [
        b"",
        header_bytes(little=True)[:11],
        header_bytes(little=True, sec=-1),
        header_bytes(little=True, nanosec=10**9),
    ],
)
def test_a_stamp_that_makes_no_sense_is_none(data):
    assert peek_stamp(data) == 0


@pytest.mark.parametrize("frame", ["", "a", "ab", "abc", "base_link"])
def test_fields_are_found_wherever_alignment_puts_them(frame):
    numbers = [1.0, -2.0, 3.5]
    message = parts.values(make_message, 7, numbers, names=["x", "yy", "größe"], frame=frame)
    cursor = Cursor(bytes(typestore().serialize_cdr(message, message.__msgtype__)))
    assert cursor.header() == 7
    assert [cursor.text() for _ in range(cursor.count())] == ["x", "yy", "größe"]
    assert cursor.floats() == tuple(numbers)


def test_a_length_that_is_not_there_is_refused_before_memory_is_taken():
    claims = b"\x00\x01\x00\x00" + struct.pack("<I", 2**31)
    with pytest.raises(struct.error, match="longer than the message"):
        Cursor(claims).floats()
    with pytest.raises(struct.error, match="longer than the message"):
        Cursor(claims).text()
    with pytest.raises(struct.error):
        Cursor(b"").count()
