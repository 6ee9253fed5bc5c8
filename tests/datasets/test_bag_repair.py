import dataclasses
import os
import resource
import shutil

import mcap.reader
import pytest
from mcap.records import Channel, Schema
from rosbags.rosbag2 import Reader

from physai_sim.core.errors import BagError, MachineError
from physai_sim.datasets import bag_repair
from physai_sim.datasets.bag_reader import open_bag
from physai_sim.datasets.bag_records import RawMessage
from physai_sim.datasets.bag_repair import repair_bag
from physai_sim.datasets.bag_salvage import scan_mcap
from physai_sim.datasets.bag_storage import McapRecorder


def snapshot(folder):
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def everything(path):
    with open_bag(path) as reader:
        return [(m.topic, m.stamp_ns, str(m.message)) for m in reader.messages()]


@pytest.fixture
def cut_bag(bag, mcap_file):
    """A recording as `kill -9` leaves it: cut inside its fourth chunk, without metadata."""
    stop = scan_mcap(mcap_file).spans[3].start + 77
    mcap_file.write_bytes(mcap_file.read_bytes()[:stop])
    (bag / "metadata.yaml").unlink()
    return bag


def test_a_whole_bag_is_left_byte_identical_and_called_whole(bag):
    before = snapshot(bag)
    report = repair_bag(bag)
    assert report.already_whole
    assert report.note == "run is whole, nothing was changed"
    assert (report.messages, report.chunks, report.bytes_dropped) == (211, 5, 0)
    assert report.seconds == pytest.approx(9.9)
    assert snapshot(bag) == before


def test_a_cut_bag_is_whole_up_to_its_last_whole_chunk(cut_bag):
    expected = everything(cut_bag)
    report = repair_bag(cut_bag)
    assert not report.already_whole
    assert (report.messages, report.chunks, report.bytes_dropped) == (len(expected), 3, 77)
    assert "kept as it was in run_0.mcap.damaged" in report.note
    with open_bag(cut_bag) as reader:
        assert reader.lost is None
    assert everything(cut_bag) == expected


def test_the_damaged_file_is_kept_beside_the_repaired_one(cut_bag):
    damaged = (cut_bag / "run_0.mcap").read_bytes()
    repair_bag(cut_bag)
    assert sorted(path.name for path in cut_bag.iterdir()) == [
        "metadata.yaml",
        "run_0.mcap",
        "run_0.mcap.damaged",
    ]
    assert (cut_bag / "run_0.mcap.damaged").read_bytes() == damaged


def test_a_second_repair_changes_nothing(cut_bag):
    repair_bag(cut_bag)
    before = snapshot(cut_bag)
    assert repair_bag(cut_bag).already_whole
    assert snapshot(cut_bag) == before


def test_a_bag_damaged_twice_keeps_both_damaged_files(cut_bag):
    repair_bag(cut_bag)
    path = cut_bag / "run_0.mcap"
    path.write_bytes(path.read_bytes()[:-9])
    report = repair_bag(cut_bag)
    assert "run_0.mcap.damaged1" in report.note
    assert (cut_bag / "run_0.mcap.damaged").exists()
    assert (cut_bag / "run_0.mcap.damaged1").exists()


def test_rosbags_and_mcap_read_a_repaired_bag(cut_bag):
    report = repair_bag(cut_bag)
    with Reader(cut_bag) as reader:
        assert reader.message_count == report.messages
        assert len(list(reader.messages())) == report.messages
    with (cut_bag / "run_0.mcap").open("rb") as stream:
        reader = mcap.reader.make_reader(stream, validate_crcs=True)
        assert sum(1 for _ in reader.iter_messages()) == report.messages
        assert reader.get_summary().statistics.chunk_count == report.chunks


def test_topics_types_definitions_qos_stamps_and_order_stay(cut_bag):
    before = scan_mcap(cut_bag / "run_0.mcap")
    messages = list(before.messages())
    repair_bag(cut_bag)
    after = scan_mcap(cut_bag / "run_0.mcap")
    assert after.channels == before.channels
    assert after.schemas == before.schemas
    assert list(after.messages()) == messages
    with Reader(cut_bag) as reader:
        assert all(len(c.ext.offered_qos_profiles) == 1 for c in reader.connections)


def test_a_repaired_bag_cut_at_no_loss_equals_a_recorded_one(tmp_path, record_bag):
    whole, cut = record_bag(tmp_path / "a" / "run"), record_bag(tmp_path / "b" / "run")
    expected = snapshot(whole)
    path = cut / "run_0.mcap"
    path.write_bytes(path.read_bytes()[:-1])
    repair_bag(cut)
    repaired = snapshot(cut)
    assert repaired["run_0.mcap"] == expected["run_0.mcap"]
    assert repaired["metadata.yaml"] == expected["metadata.yaml"]


def test_publish_times_and_sequence_numbers_of_other_recorders_stay(tmp_path):
    path = tmp_path / "a.mcap"
    recorder = McapRecorder(path)
    channel = Channel(id=0, topic="/t", message_encoding="cdr", metadata={"k": "v"}, schema_id=0)
    schema = Schema(id=0, name="a_msgs/msg/B", encoding="ros2msg", data=b"string c # a comment")
    number = recorder.add_channel(channel, schema)
    message = RawMessage(number, 7, 100, 90, b"data")
    recorder.write(message)
    recorder.finish("")
    path.write_bytes(path.read_bytes()[:-1])
    repair_bag(path)
    salvage = scan_mcap(path)
    assert list(salvage.messages()) == [message]
    assert salvage.schemas[1].data == schema.data
    assert salvage.channels[1].metadata == {"k": "v"}


def test_a_damaged_chunk_in_the_middle_is_dropped_and_the_rest_is_whole(bag, mcap_file):
    span = scan_mcap(mcap_file).spans[2]
    data = bytearray(mcap_file.read_bytes())
    data[span.stop - 30] ^= 0xFF
    mcap_file.write_bytes(data)
    expected = everything(bag)
    report = repair_bag(bag)
    assert f"the record at byte {span.start} is damaged" in report.note
    assert (report.chunks, report.bytes_dropped) == (4, span.stop - span.start)
    assert 0 < report.messages == len(expected) < 211
    assert everything(bag) == expected
    assert repair_bag(bag).already_whole


def test_missing_metadata_are_rebuilt_and_the_file_is_not_touched(bag):
    before = snapshot(bag)
    (bag / "metadata.yaml").unlink()
    report = repair_bag(bag)
    assert report.note == "run: metadata.yaml is missing"
    assert snapshot(bag) == before


def test_replaced_metadata_are_kept_too(bag):
    (bag / "metadata.yaml").write_text("nonsense: [")
    report = repair_bag(bag)
    assert "kept as it was in metadata.yaml.damaged" in report.note
    assert (bag / "metadata.yaml.damaged").read_text() == "nonsense: ["
    assert repair_bag(bag).already_whole


def test_one_damaged_file_of_several_is_repaired_alone(tmp_path, record_bag):
    folder = tmp_path / "split"
    folder.mkdir()
    for number in range(3):
        source = record_bag(tmp_path / f"part{number}")
        shutil.copy(source / f"part{number}_0.mcap", folder / f"split_{number}.mcap")
    whole = [(folder / f"split_{number}.mcap").read_bytes() for number in (0, 2)]
    middle = folder / "split_1.mcap"
    middle.write_bytes(middle.read_bytes()[: scan_mcap(middle).spans[1].stop])
    repair_bag(folder)
    assert [(folder / f"split_{number}.mcap").read_bytes() for number in (0, 2)] == whole
    with Reader(folder) as reader:
        assert len(list(reader.messages())) == reader.message_count > 422
    assert repair_bag(folder).already_whole


def test_a_single_file_is_repaired_without_its_folder(tmp_path, cut_bag):
    report = repair_bag(cut_bag / "run_0.mcap")
    assert report.chunks == 3
    assert not (cut_bag / "metadata.yaml").exists()
    assert scan_mcap(cut_bag / "run_0.mcap").lost is None


def test_a_bag_cut_before_its_first_chunk_becomes_an_empty_bag(bag, mcap_file):
    mcap_file.write_bytes(mcap_file.read_bytes()[:40])
    report = repair_bag(bag)
    assert (report.messages, report.chunks, report.seconds) == (0, 0, 0.0)
    with open_bag(bag) as reader:
        assert (reader.lost, list(reader.messages())) == (None, [])


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"", "is empty"),
        (b"SQLite format 3\x00", "is not an MCAP file"),
        (b"\x89MC", "not an MCAP"),
    ],
)
def test_a_file_that_is_no_mcap_is_refused_and_left_alone(tmp_path, content, problem):
    path = tmp_path / "a.mcap"
    path.write_bytes(content)
    for target in (path, tmp_path):
        with pytest.raises(BagError, match=problem):
            repair_bag(target)
    assert snapshot(tmp_path) == {"a.mcap": content}


def test_there_being_nothing_to_repair_is_one_line(tmp_path):
    with pytest.raises(BagError, match="holds no MCAP file"):
        repair_bag(tmp_path)
    with pytest.raises(BagError, match="does not exist"):
        repair_bag(tmp_path / "none")


def test_a_repair_that_runs_out_of_disk_leaves_the_bag_as_it_was(cut_bag):
    before = snapshot(cut_bag)
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (2000, hard))
    try:
        with pytest.raises(MachineError, match="file too large"):
            repair_bag(cut_bag)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert snapshot(cut_bag) == before


def test_a_file_system_without_links_is_served_by_a_rename(cut_bag, monkeypatch):
    def refuse(*_):
        raise OSError("no links here")

    monkeypatch.setattr(bag_repair.os, "link", refuse)
    damaged = (cut_bag / "run_0.mcap").read_bytes()
    assert repair_bag(cut_bag).chunks == 3
    assert (cut_bag / "run_0.mcap.damaged").read_bytes() == damaged


def test_a_repair_that_was_killed_leaves_nothing_in_the_way(cut_bag):
    (cut_bag / ".run_0.mcap.repairing").write_bytes(b"half")
    assert repair_bag(cut_bag).chunks == 3
    assert not (cut_bag / ".run_0.mcap.repairing").exists()


def test_a_report_cannot_be_changed(bag):
    report = repair_bag(bag)
    with pytest.raises(dataclasses.FrozenInstanceError):
        report.messages = 0
    assert os.fspath(bag).endswith("run")
