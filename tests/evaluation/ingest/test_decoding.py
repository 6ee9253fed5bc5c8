import numpy as np
import pytest
from rosbags.interfaces import MessageDefinition, MessageDefinitionFormat

from physai_sim.core.errors import BagError
from physai_sim.core.geometry import Pose
from physai_sim.core.truth import BodyInfo, BodyState, Contact
from physai_sim.core.types import ActionChunk
from physai_sim.datasets.bag_file_streams import StreamTopic
from physai_sim.datasets.bag_types import decode_message
from physai_sim.evaluation.ingest.decoding import PLAIN, WIDTHS, reader_of
from physai_sim.evaluation.ingest.fast_decoding import FAST
from physai_sim.messages import parts, truth
from physai_sim.messages.chunks import chunk_message
from physai_sim.messages.typestore import make_message, typestore

NONE = MessageDefinition(MessageDefinitionFormat.NONE, "")
TURN = (0.1, 0.2, 0.3, 0.9273618)
POSE = Pose((1.5, -2.0, 0.25), TURN)


def stamped(type_name, frame="odom", **fields):
    return make_message(type_name, header=parts.header(make_message, 5 * 10**9, frame), **fields)


def body(name):
    return BodyState(POSE, (len(name), 0.0, 0.0), (0.0, 0.0, 1.0))


CONTACT = Contact("ego", "wheel", "kerb", "base", (1.0, 2.0, 0.0), (0.0, 0.0, 1.0), 0.01, 50.0)
POSED = make_message("geometry_msgs/msg/PoseWithCovariance", pose=parts.pose(make_message, POSE))
TWIST = parts.twist(make_message, (1, 2, 3), (4, 5, 6))
DRIVE = make_message(
    "ackermann_msgs/msg/AckermannDrive", steering_angle=0.1, speed=3.0, acceleration=-1.0, jerk=9.0
)
BODIES = {"car": body("car"), "a pedestrian": body("a pedestrian")}
INFOS = {name: BodyInfo("vehicle", (4.0, 2.0, 1.5)) for name in BODIES}
CHUNK = ActionChunk(5, 10, np.arange(6.0).reshape(2, 3) / 7)
MESSAGES = [
    parts.odometry(make_message, 7, [*range(13)], parent="o", child="base"),
    parts.odometry(make_message, 7, [*range(13)], parent="odom", child="base_link"),
    stamped("geometry_msgs/msg/PoseStamped", "", pose=parts.pose(make_message, POSE)),
    stamped("geometry_msgs/msg/PoseWithCovarianceStamped", "ma", pose=POSED),
    TWIST,
    stamped("geometry_msgs/msg/TwistStamped", twist=TWIST),
    DRIVE,
    stamped("ackermann_msgs/msg/AckermannDriveStamped", "base", drive=DRIVE),
    parts.values(make_message, 9, [1.0, 2.5], names=["a", "bc"]),
    parts.values(make_message, 9, [], names=[]),
    chunk_message(make_message, 9, CHUNK, asked_ns=12, names=["a", "b", "c"]),
    truth.bodies_message(make_message, 9, BODIES, INFOS),
    truth.bodies_message(make_message, 9, {}, {}),
    truth.contacts_message(make_message, 9, ()),
    truth.contacts_message(make_message, 9, (CONTACT, CONTACT)),
    make_message(
        "tf2_msgs/msg/TFMessage",
        transforms=[
            parts.transform(make_message, stamp, POSE, parent=parent, child="base_link")
            for stamp, parent in ((3, "odom"), (4, "a"))
        ],
    ),
    make_message("std_msgs/msg/Float64", data=0.5),
    make_message("std_msgs/msg/Bool", data=True),
    make_message("std_msgs/msg/Bool", data=False),
]


def serialised(message, *, little=True):
    store = typestore()
    return bytes(store.serialize_cdr(message, message.__msgtype__, little_endian=little))


def reader(message):
    return reader_of(StreamTopic("/a", message.__msgtype__, "cdr", NONE))


@pytest.mark.parametrize("message", MESSAGES, ids=lambda m: m.__msgtype__.split("/")[-1])
@pytest.mark.parametrize("little", [True, False])
def test_the_fast_way_and_the_plain_way_agree(message, little):
    data = serialised(message, little=little)
    decoded = decode_message(data, message.__msgtype__, NONE)
    found = reader(message)(data)
    assert found == PLAIN[message.__msgtype__](decoded)
    if message.__msgtype__ in WIDTHS:
        assert len(found) == WIDTHS[message.__msgtype__]


def test_every_fast_type_has_a_plain_way_and_is_tested():
    assert set(FAST) <= set(PLAIN)
    assert set(PLAIN) == {message.__msgtype__ for message in MESSAGES}


@pytest.mark.parametrize("message", MESSAGES, ids=lambda m: m.__msgtype__.split("/")[-1])
def test_a_message_that_is_cut_off_is_one_line(message):
    data = serialised(message)
    for size in (0, 3, 4, 5, 8, len(data) // 2):
        if size < len(data):
            with pytest.raises(BagError, match="cannot be read"):
                reader(message)(data[:size])


def test_a_type_that_the_bag_lays_out_otherwise_is_read_its_way():
    definition = MessageDefinition(MessageDefinitionFormat.MSG, "uint8 quality\nfloat64 data")
    read = reader_of(StreamTopic("/a", "std_msgs/msg/Float64", "cdr", definition))
    data = b"\x00\x01\x00\x00" + b"\x07" + bytes(7) + np.float64(2.5).tobytes()
    assert read(data) == (2.5,)


def test_a_type_whose_fields_are_others_is_one_line():
    definition = MessageDefinition(MessageDefinitionFormat.MSG, "uint8 other")
    read = reader_of(StreamTopic("/a", "std_msgs/msg/Float64", "cdr", definition))
    with pytest.raises(BagError, match="a message cannot be read"):
        read(b"\x00\x01\x00\x00\x07")


def test_other_types_are_kept_as_they_are_decoded():
    message = make_message("std_msgs/msg/String", data="hello")
    assert reader(message)(serialised(message)).data == "hello"
