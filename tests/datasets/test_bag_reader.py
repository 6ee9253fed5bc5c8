import os
import shutil
import tracemalloc

import mcap.writer
import numpy as np
import pytest
from rosbags.rosbag2 import Reader, StoragePlugin, Writer
from rosbags.typesys import get_types_from_msg
from rosbags.typesys.store import Typestore

from physai_sim.core.errors import BagError
from physai_sim.datasets.bag_metadata import MAX_METADATA_BYTES
from physai_sim.datasets.bag_reader import open_bag
from physai_sim.datasets.bag_salvage import scan_mcap
from physai_sim.datasets.bag_sources import SalvagedBag, WholeBag
from physai_sim.datasets.bag_writer import BagWriter
from physai_sim.messages.qos import DEFAULT, SENSOR, TF_STATIC, to_rosbags_qos
from physai_sim.messages.typestore import make_message, typestore

STRING = "std_msgs/msg/String"


def everything(path, topics=None):
    with open_bag(path) as reader:
        return [(m.topic, m.stamp_ns, m.message) for m in reader.messages(topics)]


def snapshot(folder):
    return {p.name: (p.read_bytes(), p.stat().st_mtime_ns) for p in folder.iterdir()}


def test_a_whole_bag_tells_its_topics_qos_and_count(bag):
    with open_bag(bag) as reader:
        assert reader.topics == {
            "/tf_static": "tf2_msgs/msg/TFMessage",
            "/says": STRING,
            "/odom": "nav_msgs/msg/Odometry",
            "/image": "sensor_msgs/msg/Image",
        }
        assert reader.qos["/tf_static"] == TF_STATIC
        assert reader.qos["/image"] == SENSOR
        assert reader.message_count == 211
        assert reader.lost is None


def test_messages_come_in_log_time_order_as_objects(bag):
    messages = everything(bag)
    stamps = [stamp_ns for _, stamp_ns, _ in messages]
    assert stamps == sorted(stamps)
    assert len(messages) == 211
    assert messages[-1][2].child_frame_id == "99"


def test_topics_can_be_chosen(bag):
    assert {topic for topic, _, _ in everything(bag, ["/says", "/image"])} == {"/says", "/image"}
    assert everything(bag, []) == []


def test_a_topic_that_is_not_there_is_named_at_once(bag):
    with open_bag(bag) as reader, pytest.raises(BagError, match="did you mean '/odom'"):
        reader.messages(["/odm"])


def test_a_single_file_can_be_opened(mcap_file):
    with open_bag(mcap_file) as reader:
        assert (reader.message_count, reader.lost) == (211, None)


def test_messages_can_be_read_twice_and_side_by_side(bag):
    with open_bag(bag) as reader:
        pairs = zip(reader.messages(), reader.messages(), strict=True)
        assert all(one.stamp_ns == other.stamp_ns for one, other in pairs)
        assert len(list(reader.messages())) == 211


def test_rosbags_and_the_salvage_give_the_same_messages_in_the_same_order(tmp_path):
    with BagWriter(tmp_path / "run") as writer:
        writer.add_topic("/a", STRING, DEFAULT)
        writer.add_topic("/b", STRING, DEFAULT)
        for index in np.random.default_rng(1).integers(0, 500, 2000).tolist():
            topic = "/b" if index % 2 else "/a"
            stamp_ns = index * 100_000_000
            writer.write(topic, stamp_ns, make_message(STRING, data=str(index)))
    topics = frozenset({"/a", "/b"})
    whole, salvaged = WholeBag(tmp_path / "run"), SalvagedBag([scan_mcap(writer.path)])
    assert list(whole.messages(topics)) == list(salvaged.messages(topics))
    whole.close()


def test_a_folder_without_metadata_gives_everything_and_says_so(bag):
    expected = everything(bag)
    (bag / "metadata.yaml").unlink()
    before = snapshot(bag)
    with open_bag(bag) as reader:
        assert reader.lost == "run: metadata.yaml is missing"
        assert reader.qos["/tf_static"] == TF_STATIC
    assert str(everything(bag)) == str(expected)
    assert snapshot(bag) == before


@pytest.mark.parametrize("text", ["", "{", "a: [1", "rosbag2_bagfile_information: 3", "\x00"])
def test_damaged_metadata_give_everything_and_say_so(bag, text):
    (bag / "metadata.yaml").write_text(text)
    with open_bag(bag) as reader:
        assert reader.lost == "run: metadata.yaml is damaged"
        assert len(list(reader.messages())) == 211


@pytest.mark.parametrize("kind", ["pipe", "large", "loop", "folder"])
def test_what_is_no_file_of_metadata_is_not_read(bag, kind):
    path = bag / "metadata.yaml"
    if kind == "large":
        path.write_text(f"{path.read_text()}# {'x' * MAX_METADATA_BYTES}")
    else:
        path.unlink()
        make = {"pipe": os.mkfifo, "folder": os.mkdir, "loop": lambda p: p.symlink_to(p.name)}
        make[kind](path)
    with open_bag(bag) as reader:
        assert reader.lost in {"run: metadata.yaml is damaged", "run: metadata.yaml is missing"}
        assert len(list(reader.messages())) == 211


@pytest.mark.parametrize("folder", ["../other/", "{tmp_path}/other/"])
def test_files_outside_of_a_bag_are_not_read_whatever_its_metadata_say(
    tmp_path, bag, record_bag, says, folder
):
    record_bag(tmp_path / "elsewhere", steps=3)
    (tmp_path / "other").mkdir()
    shutil.copy(tmp_path / "elsewhere" / "elsewhere_0.mcap", tmp_path / "other" / "run_0.mcap")
    metadata = bag / "metadata.yaml"
    outside = f"{folder.format(tmp_path=tmp_path)}run_0.mcap"
    metadata.write_text(metadata.read_text().replace("run_0.mcap", outside))
    with open_bag(bag) as reader:
        assert reader.lost == (
            "run: metadata.yaml names files outside of the bag, which are not read"
        )
    assert len(says(bag)) == 100


def test_a_truncated_bag_is_read_in_memory_and_says_what_is_lost(bag, mcap_file, says):
    third_chunk = scan_mcap(mcap_file).spans[2]
    mcap_file.write_bytes(mcap_file.read_bytes()[: third_chunk.start + 50])
    before = snapshot(bag)
    with open_bag(bag) as reader:
        assert "run_0.mcap: it is cut off" in reader.lost
        assert "the last 50 bytes are lost" in reader.lost
        assert 0 < reader.message_count < 211
        assert len(list(reader.messages())) == reader.message_count
        assert reader.qos["/tf_static"] == TF_STATIC
    kept = says(bag)
    assert kept == [str(step) for step in range(len(kept))]
    assert snapshot(bag) == before


def test_a_bag_of_several_files_is_read_in_the_order_of_their_numbers(tmp_path, record_bag, says):
    folder = tmp_path / "split"
    folder.mkdir()
    for number in (2, 10):
        source = record_bag(tmp_path / f"part{number}", steps=number)
        shutil.copy(source / f"part{number}_0.mcap", folder / f"split_{number}.mcap")
    assert says(folder) == [*map(str, range(2)), *map(str, range(10))]


def test_a_file_that_the_metadata_lists_but_is_gone_is_named(bag, mcap_file):
    mcap_file.rename(bag / "other_0.mcap")
    with open_bag(bag) as reader:
        assert reader.lost == "run: run_0.mcap is missing"
        assert reader.message_count == 211


def test_a_sqlite_bag_is_read_through_rosbags(tmp_path):
    store = typestore()
    with Writer(tmp_path / "old", version=8, storage_plugin=StoragePlugin.SQLITE3) as writer:
        connection = writer.add_connection(
            "/says", STRING, typestore=store, offered_qos_profiles=[to_rosbags_qos(TF_STATIC)]
        )
        for index in range(3):
            message = make_message(STRING, data=str(index))
            writer.write(connection, index, store.serialize_cdr(message, STRING))
    for path in (tmp_path / "old", tmp_path / "old" / "old.db3"):
        with open_bag(path) as reader:
            assert reader.topics == {"/says": STRING}
            assert reader.qos == {"/says": TF_STATIC}
            assert [m.message.data for m in reader.messages()] == ["0", "1", "2"]
    (tmp_path / "old" / "metadata.yaml").unlink()
    with open_bag(tmp_path / "old") as reader:
        assert "metadata.yaml is missing" in reader.lost
        assert len(list(reader.messages())) == 3


def test_a_damaged_sqlite_bag_is_one_line(tmp_path):
    (tmp_path / "old.db3").write_bytes(b"SQLite format 3\x00" + b"\xff" * 1000)
    with pytest.raises(BagError, match=r"old\.db3: cannot be read"):
        open_bag(tmp_path / "old.db3")


def foreign_bag(folder, type_name, definition, *values):
    """Write a bag whose type is defined in it alone, by rosbags."""
    store = Typestore()
    store.register(get_types_from_msg(definition, type_name))
    with Writer(folder, version=9, storage_plugin=StoragePlugin.MCAP) as writer:
        connection = writer.add_connection("/topic", type_name, typestore=store)
        for index, value in enumerate(values):
            message = store.types[type_name](*value)
            writer.write(connection, index, store.serialize_cdr(message, type_name))
    return folder


def test_a_type_that_only_the_bag_knows_is_read_by_its_definition(tmp_path):
    definition = "float64 strength\nstring[] names\nuint8[3] levels"
    value = (2.5, ["a", "b"], np.array([1, 2, 3], np.uint8))
    folder = foreign_bag(tmp_path / "bag", "my_msgs/msg/Grip", definition, value)
    ((_, _, message),) = everything(folder)
    assert (message.strength, message.names, message.levels.tolist()) == (
        2.5,
        ["a", "b"],
        [1, 2, 3],
    )


def test_a_type_that_the_bag_defines_otherwise_than_we_is_read_its_way(tmp_path):
    folder = foreign_bag(tmp_path / "bag", STRING, "uint32 number\nstring data", (7, "seven"))
    ((_, _, message),) = everything(folder)
    assert (message.number, message.data) == (7, "seven")


def test_a_bag_of_rosbags_with_jazzys_own_metadata_version_is_whole(tmp_path):
    folder = foreign_bag(tmp_path / "bag", STRING, "string data", ("a",), ("b",))
    with open_bag(folder) as reader:
        assert reader.lost is None
        assert [m.message.data for m in reader.messages()] == ["a", "b"]


def write_mcap(path, schema, data=b"\x00\x01\x00\x00\x02\x00\x00\x00a\x00", **channel):
    with path.open("wb") as stream:
        writer = mcap.writer.Writer(stream)
        writer.start(profile=channel.pop("profile", "ros2"))
        number = writer.register_channel(
            "/topic", "cdr", writer.register_schema(*schema), channel.get("metadata", {})
        )
        writer.add_message(number, log_time=1, data=data, publish_time=1)
        writer.finish()
    return path


def test_a_file_without_the_ros_profile_is_read_all_the_same(tmp_path):
    path = write_mcap(tmp_path / "a.mcap", (STRING, "ros2msg", b"string data"), profile="")
    ((_, _, message),) = everything(path)
    assert message.data == "a"


@pytest.mark.parametrize(
    "schema",
    [
        ("my_msgs/msg/Nothing", "", b""),
        ("my_msgs/msg/Broken", "ros2msg", b"%% no definition"),
        ("my_msgs/msg/Broken", "ros2msg", b"\xff\xfe"),
        ("my_msgs/msg/Loop", "ros2msg", b"my_msgs/Loop again"),
        ("my_msgs/msg/Dangling", "ros2msg", b"my_msgs/Gone gone"),
        ("import os\n\nclass x", "ros2msg", b"string data"),
        (STRING, "ros2msg", b"float64[100] data"),
        (STRING, "ros2idl", b"module {"),
    ],
)
def test_a_type_that_cannot_be_read_is_one_line(tmp_path, schema):
    path = write_mcap(tmp_path / "a.mcap", schema)
    with open_bag(path) as reader, pytest.raises(BagError) as caught:
        list(reader.messages())
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("data", [b"", b"\x00", b"\x00\x01\x00\x00\xff\xff\xff\xff", b"\x09" * 40])
def test_a_message_that_makes_no_sense_is_one_line(tmp_path, data):
    path = write_mcap(tmp_path / "a.mcap", (STRING, "ros2msg", b"string data"), data=data)
    with open_bag(path) as reader, pytest.raises(BagError, match=STRING):
        list(reader.messages())


@pytest.mark.parametrize("text", ["[", "3", "- history: 1", "- {depth: {}}"])
def test_a_damaged_qos_counts_as_the_default(tmp_path, text):
    path = write_mcap(
        tmp_path / "a.mcap",
        (STRING, "ros2msg", b"string data"),
        metadata={"offered_qos_profiles": text},
    )
    with open_bag(path) as reader:
        assert reader.qos == {"/topic": DEFAULT}
        assert [m.message.data for m in reader.messages()] == ["a"]


def test_there_being_no_bag_is_one_line(tmp_path):
    with pytest.raises(BagError, match="does not exist"):
        open_bag(tmp_path / "none")
    with pytest.raises(BagError, match="holds no bag"):
        open_bag(tmp_path)


def test_reading_holds_a_chunk_or_two_in_memory_not_the_bag(tmp_path, record_bag):
    folder = record_bag(tmp_path / "run", steps=300, pixels=2**20)
    (folder / "metadata.yaml").unlink()
    tracemalloc.start()
    with open_bag(folder) as reader:
        for _ in reader.messages():
            pass
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 16 * 2**20 < (folder / "run_0.mcap").stat().st_size


def test_rosbags_agrees_on_what_is_there(bag):
    with Reader(bag) as theirs:
        stamps = [(connection.topic, stamp_ns) for connection, stamp_ns, _ in theirs.messages()]
    assert [(topic, stamp_ns) for topic, stamp_ns, _ in everything(bag)] == stamps


IDL = """================================================================================
IDL: my_msgs/msg/Told
// what a generator says of itself
#include "my_msgs/msg/Inner.idl"
module my_msgs { module msg {
struct Told {
  my_msgs::msg::Inner inner;
};
}; };
================================================================================
IDL: my_msgs/msg/Inner
module my_msgs { module msg {
struct Inner {
  string data;
};
}; };
"""


def test_a_type_of_several_idl_files_is_read_by_them(tmp_path):
    path = write_mcap(tmp_path / "a.mcap", ("my_msgs/msg/Told", "ros2idl", IDL.encode()))
    ((_, _, message),) = everything(path)
    assert message.inner.data == "a"


def test_of_a_type_whose_definition_the_recorder_did_not_find_ours_is_taken(tmp_path):
    path = write_mcap(tmp_path / "a.mcap", (STRING, "ros2msg", b""))
    ((_, _, message),) = everything(path)
    assert message.data == "a"
