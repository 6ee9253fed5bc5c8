import mcap.writer
import numpy as np
import pytest
import zstandard
from rosbags.rosbag2 import StoragePlugin, Writer
from rosbags.rosbag2.enums import CompressionFormat, CompressionMode

from physai_sim.core.errors import BagError
from physai_sim.evaluation.ingest import track
from physai_sim.evaluation.ingest.recording import read_recording
from physai_sim.messages.typestore import typestore

STRING = "std_msgs/msg/String"


def kinds(recording):
    return {(fault.kind, fault.topic): fault.count for fault in recording.faults}


def test_a_recording_tells_what_it_is(car_bag):
    recording = read_recording(car_bag)
    assert recording.path == car_bag
    assert recording.topics == {
        "/odom": "nav_msgs/msg/Odometry",
        "/drive": "ackermann_msgs/msg/AckermannDriveStamped",
    }
    assert (recording.message_count, recording.lost, recording.faults) == (40, None, ())
    assert recording.duration_ns == 1_901_000_000
    assert recording.bytes == (car_bag / "car_0.mcap").stat().st_size


def test_progress_goes_from_nothing_to_all(tmp_path, say, write_bag):
    shares = []
    read_recording(write_bag(tmp_path / "bag", say.car(3000)), progress=shares.append)
    assert shares == sorted(shares)
    assert 0.0 <= shares[0] < 0.9
    assert shares[-1] == 1.0
    assert len(shares) >= 3


def test_of_images_the_stamp_alone_is_read(car_bag, tmp_path, say, write_bag, monkeypatch):
    read = []
    ask = track.reader_of
    monkeypatch.setattr(track, "reader_of", lambda topic: read.append(topic.name) or ask(topic))
    image = say.stamped(
        "sensor_msgs/msg/CompressedImage", say.wall_ns, data=np.zeros(50_000, dtype=np.uint8)
    )
    messages = [*say.car(), ("/camera/image_raw/compressed", say.wall_ns + 5, image)]
    (episode,) = read_recording(write_bag(tmp_path / "bag", messages)).episodes
    assert read == ["/odom", "/drive"]
    stream = episode.streams["/camera/image_raw/compressed"]
    assert stream.logged_ns.tolist() == [say.wall_ns + 5]
    assert stream.stamps_ns.tolist() == [say.wall_ns]


@pytest.mark.parametrize("little", [True, False])
@pytest.mark.parametrize("storage", [StoragePlugin.MCAP, StoragePlugin.SQLITE3])
@pytest.mark.parametrize(
    "mode", [CompressionMode.NONE, CompressionMode.FILE, CompressionMode.MESSAGE]
)
def test_bags_of_every_storage_compression_and_byte_order_tell_the_same(
    tmp_path, say, car_bag, *, storage, mode, little
):
    writer = Writer(tmp_path / "other", version=9, storage_plugin=storage)
    writer.set_compression(mode, CompressionFormat.ZSTD)
    store, connections = typestore(), {}
    with writer:
        for topic, logged_ns, message in say.car():
            kind = message.__msgtype__
            if topic not in connections:
                connections[topic] = writer.add_connection(topic, kind, typestore=store)
            data = store.serialize_cdr(message, kind, little_endian=little)
            writer.write(connections[topic], logged_ns, data)
    (ours,) = read_recording(car_bag).episodes
    (theirs,) = read_recording(tmp_path / "other").episodes
    np.testing.assert_array_equal(ours.odometry["robot"], theirs.odometry["robot"])
    np.testing.assert_array_equal(ours.actions, theirs.actions)
    for topic, stream in ours.streams.items():
        np.testing.assert_array_equal(stream.logged_ns, theirs.streams[topic].logged_ns)
        np.testing.assert_array_equal(stream.stamps_ns, theirs.streams[topic].stamps_ns)
    assert theirs.faults == ()


def mcap_of(path, *channels):
    """A file of (topic, type, schema encoding, definition, message encoding, data)."""
    with path.open("wb") as stream:
        writer = mcap.writer.Writer(stream)
        writer.start(profile="ros2")
        for topic, kind, form, text, encoding, data in channels:
            schema = writer.register_schema(kind, form, text)
            channel = writer.register_channel(topic, encoding, schema)
            for stamp in (1, 2):
                writer.add_message(channel, log_time=stamp, data=data, publish_time=stamp)
        writer.finish()
    return path


SAYS = ("/instruction", STRING, "ros2msg", b"string data", "cdr")


def test_messages_that_cannot_be_read_are_left_out_and_counted(tmp_path):
    path = mcap_of(
        tmp_path / "a.mcap",
        ("/odd", "my_msgs/msg/Odd", "", b"", "cdr", b"\x00\x01\x00\x00"),
        ("/json", "my.Json", "jsonschema", b"{}", "json", b"{}"),
        (*SAYS, b"\x00\x01\x00\x00\xff\xff\xff\xff"),
    )
    recording = read_recording(path)
    counts = kinds(recording)
    assert counts["unknown_type", "/odd"] == counts["unknown_type", "/json"] == 2
    assert counts["unreadable", "/instruction"] == 2
    text = next(f.text for f in recording.faults if f.topic == "/json")
    assert "serialised as 'json'" in text
    (episode,) = recording.episodes
    assert episode.streams["/odd"].stamps_ns is None
    assert len(episode.streams["/instruction"].logged_ns) == 2
    assert episode.facts.instruction == ""


def test_a_topic_whose_type_changes_is_read_by_its_first(tmp_path):
    path = mcap_of(
        tmp_path / "a.mcap",
        (*SAYS, b"\x00\x01\x00\x00\x03\x00\x00\x00Go\x00"),
        ("/instruction", "std_msgs/msg/Float64", "ros2msg", b"float64 data", "cdr", bytes(12)),
    )
    recording = read_recording(path)
    assert recording.topics["/instruction"] == STRING
    assert recording.episodes[0].facts.instruction == "Go"
    assert kinds(recording)["wrong_type", "/instruction"] == 1


def test_a_damaged_message_that_was_compressed_by_itself_is_counted(tmp_path):
    packed = zstandard.compress(b"\x00\x01\x00\x00\x03\x00\x00\x00Go\x00")
    path = mcap_of(tmp_path / "a.mcap", (*SAYS, packed[:-5]))
    recording = read_recording(path)
    assert kinds(recording)["unreadable", "/instruction"] == 2


def test_a_recording_without_messages_has_no_episode_and_says_so(tmp_path, write_bag):
    recording = read_recording(write_bag(tmp_path / "bag", [], empty=[("/says", STRING)]))
    assert recording.episodes == ()
    assert recording.topics == {"/says": STRING}
    assert kinds(recording) == {("empty", ""): 1}
    assert recording.duration_ns == 0


def test_what_a_damaged_recording_has_lost_is_told_with_each_episode(car_bag):
    path = car_bag / "car_0.mcap"
    path.write_bytes(path.read_bytes()[:-40])
    recording = read_recording(car_bag)
    assert "car_0.mcap" in recording.lost
    assert [episode.lost for episode in recording.episodes] == [recording.lost]


def test_there_being_no_bag_is_one_line(tmp_path):
    with pytest.raises(BagError, match="does not exist"):
        read_recording(tmp_path / "none")
    (tmp_path / "a.mcap").write_bytes(b"")
    with pytest.raises(BagError, match="is empty"):
        read_recording(tmp_path / "a.mcap")


def test_nothing_that_is_kept_grows_with_the_size_of_messages(tmp_path, say, write_bag):
    def kept(size):
        image = say.stamped(
            "sensor_msgs/msg/Image", say.wall_ns, data=np.zeros(size, dtype=np.uint8)
        )
        messages = [("/image", say.wall_ns + n, image) for n in range(20)]
        found = read_recording(write_bag(tmp_path / str(size), messages))
        (episode,) = found.episodes
        return sum(a.nbytes for s in episode.streams.values() for a in (s.logged_ns, s.stamps_ns))

    assert kept(100) == kept(100_000) == 20 * 16
