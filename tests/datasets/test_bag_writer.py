import os
import signal
import subprocess
import sys
import textwrap
from pathlib import Path

import mcap.reader
import pytest
import yaml
from mcap.records import Message
from mcap.stream_reader import StreamReader
from rosbags.highlevel import AnyReader
from rosbags.interfaces import QosDurability, QosReliability
from rosbags.rosbag2 import Reader

from physai_sim.core.errors import BagError, OutputError, UnknownNameError
from physai_sim.datasets.bag_reader import open_bag
from physai_sim.datasets.bag_salvage import scan_mcap
from physai_sim.datasets.bag_writer import BagWriter
from physai_sim.messages.qos import DEFAULT, LATCHED
from physai_sim.messages.typestore import make_message

STRING = "std_msgs/msg/String"
ROOT = Path(__file__).resolve().parents[2]


def run_python(code, *arguments, **options):
    """Start another Python that knows the project."""
    return subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(code), *map(str, arguments)],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        **options,
    )


def test_the_same_messages_give_the_same_bytes(tmp_path, record_bag):
    one = record_bag(tmp_path / "a" / "run", pixels=500_000)
    other = record_bag(tmp_path / "b" / "run", pixels=500_000)
    names = sorted(path.name for path in one.iterdir())
    assert names == ["metadata.yaml", "run_0.mcap"]
    for name in names:
        assert (one / name).read_bytes() == (other / name).read_bytes()


def test_rosbags_reads_what_was_written(bag):
    with Reader(bag) as reader:
        assert reader.message_count == 211
        assert {c.topic: c.msgcount for c in reader.connections} == {
            "/tf_static": 1,
            "/says": 100,
            "/odom": 100,
            "/image": 10,
        }
        assert reader.duration == 9_900_000_001
        assert len(list(reader.messages())) == 211


def test_rosbags_decodes_it_by_the_definitions_in_the_bag(bag):
    with AnyReader([bag]) as reader:
        said = [c for c in reader.connections if c.topic == "/says"]
        texts = [reader.deserialize(data, c.msgtype).data for c, _, data in reader.messages(said)]
    assert texts == [str(step) for step in range(100)]


def test_the_mcap_reader_finds_valid_checksums_and_an_index(mcap_file):
    with mcap_file.open("rb") as stream:
        reader = mcap.reader.make_reader(stream, validate_crcs=True)
        assert reader.get_header().profile == "ros2"
        assert reader.get_summary().statistics.message_count == 211
        assert sum(1 for _ in reader.iter_messages()) == 211
    with mcap_file.open("rb") as stream:
        records = list(StreamReader(stream, validate_crcs=True).records)
    assert sum(isinstance(record, Message) for record in records) == 211


def test_every_topic_carries_its_qos_in_the_file_and_beside_it(bag):
    with Reader(bag) as reader:
        offers = {c.topic: c.ext.offered_qos_profiles for c in reader.connections}
    assert all(len(offer) == 1 for offer in offers.values())
    assert offers["/tf_static"][0].durability is QosDurability.TRANSIENT_LOCAL
    assert offers["/says"][0].durability is QosDurability.VOLATILE
    assert offers["/image"][0].reliability is QosReliability.RELIABLE


def test_the_metadata_are_of_a_version_that_humble_reads(bag):
    text = (bag / "metadata.yaml").read_text()
    information = yaml.safe_load(text)["rosbag2_bagfile_information"]
    assert information["version"] == 8
    for topic in information["topics_with_message_count"]:
        assert isinstance(topic["topic_metadata"]["offered_qos_profiles"], str)
        assert topic["topic_metadata"]["type_description_hash"].startswith("RIHS01_")


def test_the_chunks_are_compressed(tmp_path):
    folder = tmp_path / "run"
    with BagWriter(folder) as writer:
        writer.add_topic("/says", STRING, DEFAULT)
        writer.write("/says", 0, make_message(STRING, data="a" * 1_000_000))
    assert (folder / "run_0.mcap").stat().st_size < 10_000


def test_a_chunk_is_closed_after_a_mebibyte(tmp_path, record_bag):
    folder = record_bag(tmp_path / "run", steps=11, pixels=2**20)
    assert scan_mcap(folder / "run_0.mcap").chunks == 2


def test_a_chunk_is_closed_after_two_seconds_of_recording_time(mcap_file):
    spans = scan_mcap(mcap_file).spans
    assert len(spans) == 5
    assert all(span.last_ns - span.first_ns <= 2_000_000_000 for span in spans)


def test_whole_chunks_are_on_the_disk_while_the_recording_runs(tmp_path):
    with BagWriter(tmp_path / "run") as writer:
        writer.add_topic("/says", STRING, DEFAULT)
        for second in range(7):
            writer.write("/says", second * 1_000_000_000, make_message(STRING))
        assert scan_mcap(writer.path).message_count == 6


def test_an_empty_recording_is_a_whole_bag(tmp_path):
    with BagWriter(tmp_path / "run"):
        pass
    with open_bag(tmp_path / "run") as reader:
        assert reader.lost is None
        assert list(reader.messages()) == []


def test_a_topic_without_messages_is_in_the_bag(tmp_path):
    with BagWriter(tmp_path / "run") as writer:
        writer.add_topic("/says", STRING, LATCHED)
    with open_bag(tmp_path / "run") as reader:
        assert reader.topics == {"/says": STRING}
        assert reader.lost is None


def test_an_error_around_the_recording_leaves_a_whole_bag(tmp_path):
    def interrupted():
        with BagWriter(tmp_path / "run") as writer:
            writer.add_topic("/says", STRING, DEFAULT)
            writer.write("/says", 5, make_message(STRING))
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    with open_bag(tmp_path / "run") as reader:
        assert (reader.lost, reader.message_count) == (None, 1)


def test_closing_twice_does_nothing_and_writing_after_it_is_refused(tmp_path):
    writer = BagWriter(tmp_path / "run")
    writer.add_topic("/says", STRING, DEFAULT)
    writer.close()
    before = writer.path.read_bytes()
    writer.close()
    assert writer.path.read_bytes() == before
    with pytest.raises(BagError, match="closed"):
        writer.write("/says", 0, make_message(STRING))


def test_a_folder_that_is_not_empty_is_refused(bag):
    with pytest.raises(OutputError, match="not empty"):
        BagWriter(bag)


def test_a_folder_that_is_a_file_is_refused(tmp_path):
    (tmp_path / "run").write_text("")
    with pytest.raises(OutputError):
        BagWriter(tmp_path / "run")


@pytest.fixture
def writer(tmp_path):
    with BagWriter(tmp_path / "run") as writer:
        writer.add_topic("/says", STRING, DEFAULT)
        yield writer


def test_an_unknown_topic_is_named_with_the_known_ones(writer):
    with pytest.raises(UnknownNameError, match="did you mean '/says'"):
        writer.write("/say", 0, make_message(STRING))


def test_an_unknown_type_is_refused(writer):
    with pytest.raises(UnknownNameError, match="std_msgs/msg/Strin"):
        writer.add_topic("/more", "std_msgs/msg/Strin", DEFAULT)


def test_a_topic_is_added_once(writer):
    with pytest.raises(BagError, match="already"):
        writer.add_topic("/says", STRING, DEFAULT)


def test_a_message_of_another_type_is_refused(writer):
    with pytest.raises(BagError, match="expected std_msgs/msg/String"):
        writer.write("/says", 0, make_message("std_msgs/msg/Bool"))


@pytest.mark.parametrize("stamp_ns", [-1, 2**63])
def test_a_stamp_that_ros_cannot_hold_is_refused(writer, stamp_ns):
    with pytest.raises(BagError, match="stamp"):
        writer.write("/says", stamp_ns, make_message(STRING))


def test_a_message_with_a_wrong_value_is_refused_and_the_bag_goes_on(writer):
    with pytest.raises(BagError, match="cannot be serialised"):
        writer.write("/says", 0, make_message(STRING, data=3))
    writer.write("/says", 1, make_message(STRING, data="3"))
    writer.close()
    assert scan_mcap(writer.path).message_count == 1


ENDLESS = """
    import sys
    from pathlib import Path
    from physai_sim.datasets.bag_writer import BagWriter
    from physai_sim.messages.qos import DEFAULT
    from physai_sim.messages.typestore import make_message
    writer = BagWriter(Path(sys.argv[1]))
    writer.add_topic("/says", "std_msgs/msg/String", DEFAULT)
    step = 0
    while True:
        text = make_message("std_msgs/msg/String", data=str(step))
        writer.write("/says", step * 50_000_000, text)
        step += 1
        print(step, flush=True)
"""


def test_a_killed_recording_loses_at_most_the_open_chunk(tmp_path, says):
    folder = tmp_path / "run"
    with run_python(ENDLESS, folder) as process:
        written = 0
        while written < 1000:
            written = int(process.stdout.readline())
        process.send_signal(signal.SIGKILL)
        process.communicate()
    kept = says(folder)
    # 2 s of 20 Hz messages are open at most, and the message that was being written.
    assert written - 42 <= len(kept)
    assert kept == [str(step) for step in range(len(kept))]
    with open_bag(folder) as reader:
        assert "cut off" in reader.lost
        assert "metadata.yaml is missing" in reader.lost


FILLING = """
    import resource, sys
    from pathlib import Path
    import numpy as np
    from physai_sim.core.errors import MachineError
    from physai_sim.datasets.bag_writer import BagWriter
    from physai_sim.messages.qos import DEFAULT
    from physai_sim.messages.typestore import make_message
    limit = int(sys.argv[2])
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
    rng = np.random.default_rng(0)
    try:
        with BagWriter(Path(sys.argv[1])) as writer:
            writer.add_topic("/image", "sensor_msgs/msg/Image", DEFAULT)
            for step in range(int(sys.argv[3])):
                noise = rng.integers(0, 256, 300_000, dtype=np.uint8)
                image = make_message("sensor_msgs/msg/Image", width=step, data=noise)
                writer.write("/image", step * 1_000_000, image)
    except MachineError as error:
        print(error)
    writer.close()
"""


@pytest.mark.parametrize(
    ("limit", "steps", "kept"),
    [
        (5_000_000, 40, 16),  # full at the fifth chunk of four
        (1_202_000, 4, 4),  # full at the index, when closing
    ],
)
def test_a_full_disk_is_one_line_and_leaves_what_was_whole(tmp_path, limit, steps, kept):
    folder = tmp_path / "run"
    with run_python(FILLING, folder, limit, steps) as process:
        out, err = process.communicate()
    assert (err, process.returncode) == ("", 0)
    assert len(out.splitlines()) == 1
    assert str(folder / "run_0.mcap") in out
    assert f"{kept} messages are kept" in out
    with open_bag(folder) as reader:
        widths = [recorded.message.width for recorded in reader.messages()]
        assert "cut off" in reader.lost
    assert widths == list(range(kept))


def test_a_disk_that_is_full_from_the_start_is_one_line(tmp_path):
    with run_python(FILLING.replace("    writer.close()", ""), tmp_path / "run", 4, 1) as process:
        out, err = process.communicate()
    assert (err, process.returncode) == ("", 0)
    assert "0 messages are kept" in out


@pytest.mark.parametrize("part", ["add_message", "flush", "finish"])
def test_ctrl_c_in_the_middle_of_a_write_leaves_a_whole_bag(tmp_path, monkeypatch, part):
    earlier = signal.signal(signal.SIGINT, signal.default_int_handler)
    bag = BagWriter(tmp_path / "bag")
    bag.add_topic("/a", STRING, DEFAULT)
    recorder = bag._recorder
    owner, name = {
        "add_message": (recorder._mcap, "add_message"),
        "flush": (recorder, "_flush_mcap"),
        "finish": (recorder, "_finish_mcap"),
    }[part]
    write = getattr(owner, name)

    def interrupted(*given, **named):
        os.kill(os.getpid(), signal.SIGINT)
        return write(*given, **named)

    def record():
        for second in (1, 5):  # far enough apart for two chunks
            bag.write("/a", second * 10**9, make_message(STRING, data="word"))
        bag.close()

    monkeypatch.setattr(owner, name, interrupted)
    try:
        with pytest.raises(KeyboardInterrupt):
            record()
        monkeypatch.undo()
        bag.close()
    finally:
        signal.signal(signal.SIGINT, earlier)
    with open_bag(tmp_path / "bag") as found:
        assert found.message_count in (1, 2)
        assert found.lost is None
