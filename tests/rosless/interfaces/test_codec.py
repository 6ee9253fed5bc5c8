import struct
import timeit
from contextlib import suppress

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from physai_sim.rosless.interfaces import codec, get_class

SEEDS = st.integers(0, 2**32)
FUZZED = (
    "sensor_msgs/msg/PointCloud2",
    "sensor_msgs/msg/JointState",
    "tf2_msgs/msg/TFMessage",
    "diagnostic_msgs/msg/DiagnosticArray",
    "rcl_interfaces/msg/ParameterEvent",
    "rmw_dds_common/msg/ParticipantEntitiesInfo",
    "example_interfaces/msg/WString",
    "example_interfaces/action/Fibonacci_SendGoal_Request",
)


@settings(max_examples=3)
@given(seed=SEEDS)
def test_octets_are_those_of_rosbags_and_are_read_back(
    every_judged_struct, seed, make_random, judge
):
    message = make_random(every_judged_struct, seed)
    known, wanted = codec(type(message)), judge.octets(message, every_judged_struct)
    data = known.serialize(message)
    assert data == wanted + bytes(-len(wanted) % 4)
    assert known.deserialize(memoryview(data)) == message
    assert known.serialize(known.deserialize(data)) == data


def test_the_body_of_a_service_is_read_behind_guid_and_number(make_random):
    message = make_random("simulation_interfaces/srv/SpawnEntity_Request", 3)
    known = codec(type(message))
    data = known.serialize(message)
    sent = data[:4] + struct.pack("<Qq", 7, 1) + data[4:]
    assert known.deserialize(memoryview(sent), 20) == message


def test_an_empty_struct_is_one_zero_octet():
    known = codec(get_class("std_srvs/srv/Empty").Request)
    assert known.serialize(get_class("std_srvs/srv/Empty").Request()) == b"\0\1\0\0" + bytes(4)
    assert known.deserialize(b"\0\1\0\0\0") == get_class("std_srvs/srv/Empty").Request()


def test_big_endian_data_are_read():
    known = codec(get_class("std_msgs/msg/Int16MultiArray"))
    data = b"\0\0\0\0" + struct.pack(">III", 0, 0, 2) + struct.pack(">hh", -2, 258)
    assert known.deserialize(data).data.tolist() == [-2, 258]


def test_a_wide_string_is_a_count_and_units_without_a_terminator():
    message = get_class("example_interfaces/msg/WString")(data="hé🤖")
    data = codec(type(message)).serialize(message)
    assert data[4:] == struct.pack("<I", 4) + "hé🤖".encode("utf-16-le")
    assert codec(type(message)).deserialize(data) == message


@pytest.mark.parametrize("name", FUZZED)
def test_every_truncation_is_refused(name, make_random):
    for seed in range(8):
        message = make_random(name, seed)
        known = codec(type(message))
        data = known.serialize(message)
        for length in range(len(data) - 3):  # the last three may be padding
            with pytest.raises(ValueError, match=r"malformed|encoding"):
                known.deserialize(memoryview(data)[:length])


@pytest.mark.parametrize("name", FUZZED)
@given(seed=SEEDS, data=st.data())
def test_damaged_data_are_refused_or_read_and_never_crash(name, seed, data, make_random):
    message = make_random(name, seed % 64)
    known = codec(type(message))
    octets = bytearray(known.serialize(message))
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(octets) - 1))
        octets[at] = data.draw(st.sampled_from((0, 1, 127, 128, 255)))
    with suppress(ValueError):
        assert isinstance(known.deserialize(bytes(octets)), known.message_class)


@pytest.mark.parametrize("name", FUZZED)
@given(body=st.binary(max_size=200))
def test_noise_is_refused_or_read_and_never_crashes(name, body):
    known = codec(get_class(name))
    with suppress(ValueError):
        assert isinstance(known.deserialize(b"\0\1\0\0" + body), known.message_class)


@pytest.mark.parametrize(
    ("name", "body", "text"),
    [
        ("std_msgs/msg/String", struct.pack("<I", 0xFFFFFFFF), "a string of 4294967295 octets"),
        ("std_msgs/msg/String", struct.pack("<I3s", 3, b"abc"), "does not end with a zero"),
        ("sensor_msgs/msg/JointState", bytes(12) + b"\xff\xff\xff\x7f", "elements in 0 octets"),
        ("std_msgs/msg/Int8", bytes(5), "4 octets are left over"),
        (
            "shape_msgs/msg/SolidPrimitive",
            struct.pack("<B3xI4xdddd", 1, 4, 1, 1, 1, 1),
            "a sequence of 4 elements; at most 3",
        ),
    ],
)
def test_what_is_wrong_with_the_data_is_said(name, body, text):
    with pytest.raises(ValueError, match=f"malformed {name}: .*{text}"):
        codec(get_class(name)).deserialize(b"\0\1\0\0" + body)


def test_an_encoding_we_do_not_know_is_refused():
    with pytest.raises(ValueError, match="encoding 0007; expected 0001 or 0000"):
        codec(get_class("std_msgs/msg/Bool")).deserialize(b"\0\7\0\0\1")


def test_octets_that_are_no_utf_8_are_replaced_as_rclpy_does():
    data = b"\0\1\0\0" + struct.pack("<I3s", 3, b"a\xff\0")
    assert codec(get_class("std_msgs/msg/String")).deserialize(data).data == "a\ufffd"


def test_a_message_of_another_class_is_not_written():
    known = codec(get_class("std_msgs/msg/String"))
    with pytest.raises(TypeError, match="got Bool; expected std_msgs/msg/String"):
        known.serialize(get_class("std_msgs/msg/Bool")())


def test_a_list_spoilt_in_place_is_not_written():
    message = get_class("sensor_msgs/msg/JointState")(name=["a"])
    message.name.append(3)
    with pytest.raises(ValueError, match="JointState cannot be written"):
        codec(type(message)).serialize(message)


def test_a_class_has_one_codec_and_services_have_none():
    bool_class = get_class("std_msgs/msg/Bool")
    assert codec(bool_class) is codec(bool_class)
    with pytest.raises(TypeError, match="no message class"):
        codec(get_class("std_srvs/srv/SetBool"))


def test_names_are_those_on_the_wire():
    known = codec(get_class("std_srvs/srv/SetBool").Request)
    assert known.type_name == "std_srvs/srv/SetBool_Request"
    assert known.dds_name == "std_srvs::srv::dds_::SetBool_Request_"


def test_an_image_is_not_handled_octet_by_octet():
    image = get_class("sensor_msgs/msg/Image")()
    known, pixels = codec(type(image)), np.zeros(1 << 20, np.uint8)
    listed = timeit.timeit(pixels.tolist, number=1)

    def there_and_back():
        image.data = pixels
        known.deserialize(memoryview(known.serialize(image)))

    assert min(timeit.repeat(there_and_back, number=1, repeat=10)) < listed / 2
