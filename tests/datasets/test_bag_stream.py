import shutil
import sqlite3
import tracemalloc

import mcap.writer
import pytest
import yaml
import zstandard
from rosbags.rosbag2 import StoragePlugin, Writer
from rosbags.rosbag2.enums import CompressionFormat, CompressionMode

from physai_sim.core.errors import BagError
from physai_sim.datasets.bag_reader import open_bag
from physai_sim.datasets.bag_salvage import scan_mcap
from physai_sim.datasets.bag_stream import BagStream
from physai_sim.messages.typestore import make_message, typestore

STRING = "std_msgs/msg/String"
MCAP, SQLITE = StoragePlugin.MCAP, StoragePlugin.SQLITE3
NONE, FILE, MESSAGE = CompressionMode.NONE, CompressionMode.FILE, CompressionMode.MESSAGE


def cdr(text):
    return bytes(typestore().serialize_cdr(make_message(STRING, data=text), STRING))


def bag_of(folder, storage, mode=NONE, *, version=9, texts="abc"):
    """A bag that rosbags writes."""
    writer = Writer(folder, version=version, storage_plugin=storage)
    writer.set_compression(mode, CompressionFormat.ZSTD)
    with writer:
        connection = writer.add_connection("/says", STRING, typestore=typestore())
        for index, text in enumerate(texts):
            writer.write(connection, index + 1, cdr(text))
    return folder


def passed(path):
    """What one pass gives: texts, and what is lost."""
    with BagStream(path) as stream:
        found = [(m.topic.name, m.logged_ns, m.data) for m in stream.messages()]
        assert stream.share == 1.0
        return found, stream.lost


def texts(path):
    """What the reader gives."""
    with open_bag(path) as reader:
        return [m.message.data for m in reader.messages()], reader.lost


@pytest.mark.parametrize("storage", [MCAP, SQLITE])
@pytest.mark.parametrize("mode", [NONE, FILE, MESSAGE])
@pytest.mark.parametrize("version", [8, 9])
def test_bags_of_an_independent_writer_are_whole(tmp_path, storage, mode, version):
    bag = bag_of(tmp_path / "bag", storage, mode, version=version)
    assert texts(bag) == (["a", "b", "c"], None)
    found, lost = passed(bag)
    assert lost is None
    assert [stamp for _, stamp, _ in found] == [1, 2, 3]
    if mode != MESSAGE:
        assert [data for _, _, data in found] == [cdr(text) for text in "abc"]


@pytest.mark.parametrize("storage", [MCAP, SQLITE])
@pytest.mark.parametrize("mode", [FILE, MESSAGE])
def test_compressed_bags_without_metadata_are_read_all_the_same(tmp_path, storage, mode):
    bag = bag_of(tmp_path / "bag", storage, mode)
    (bag / "metadata.yaml").unlink()
    assert texts(bag) == (["a", "b", "c"], "bag: metadata.yaml is missing")
    assert passed(bag)[1] == "bag: metadata.yaml is missing"


@pytest.mark.parametrize("storage", [MCAP, SQLITE])
@pytest.mark.parametrize("mode", [NONE, FILE])
def test_a_split_bag_is_read_file_after_file(tmp_path, storage, mode):
    folder = tmp_path / "split"
    folder.mkdir()
    names = []
    for number, part in ((2, "ab"), (10, "cd")):
        source = bag_of(tmp_path / str(number), storage, mode, texts=part)
        (file,) = [path for path in source.iterdir() if path.name != "metadata.yaml"]
        name = f"split_{number}{file.name.removeprefix(str(number))}"
        shutil.copy(file, folder / name)
        names.append(name)
    information = yaml.safe_load((source / "metadata.yaml").read_text())
    information["rosbag2_bagfile_information"]["relative_file_paths"] = names
    information["rosbag2_bagfile_information"]["message_count"] = 4
    (folder / "metadata.yaml").write_text(yaml.safe_dump(information))
    assert texts(folder) == (list("abcd"), None)
    assert [data for _, _, data in passed(folder)[0]] == [cdr(text) for text in "abcd"]


@pytest.mark.parametrize("version", range(4, 10))
def test_metadata_of_every_version_are_understood(tmp_path, version):
    bag = bag_of(tmp_path / "bag", SQLITE, version=8)
    information = yaml.safe_load((bag / "metadata.yaml").read_text())
    root = information["rosbag2_bagfile_information"]
    root["version"] = version
    if version < 8:
        del root["ros_distro"]
    if version < 6:
        del root["custom_data"]
    if version < 5:
        del root["files"]
    for topic in root["topics_with_message_count"] if version < 7 else ():
        del topic["topic_metadata"]["type_description_hash"]
    (bag / "metadata.yaml").write_text(yaml.safe_dump(information))
    assert texts(bag) == (["a", "b", "c"], None)
    assert passed(bag)[1] is None


@pytest.mark.parametrize("kind", ["NONE", "LZ4", "ZSTD"])
@pytest.mark.parametrize("chunked", [True, False])
def test_chunks_of_every_compression_are_read(tmp_path, kind, chunked):
    path = tmp_path / "a.mcap"
    with path.open("wb") as stream:
        compression = getattr(mcap.writer.CompressionType, kind)
        writer = mcap.writer.Writer(stream, compression=compression, use_chunking=chunked)
        writer.start(profile="ros2")
        schema = writer.register_schema(STRING, "ros2msg", b"string data")
        channel = writer.register_channel("/says", "cdr", schema)
        for index, text in enumerate("abc"):
            writer.add_message(channel, log_time=index, data=cdr(text), publish_time=index)
        writer.finish()
    assert texts(path) == (["a", "b", "c"], None)
    assert [data for _, _, data in passed(path)[0]] == [cdr(text) for text in "abc"]


def test_a_pass_gives_what_the_reader_gives_and_names_all_topics(bag):
    with open_bag(bag) as reader, BagStream(bag) as stream:
        theirs = [(m.topic, m.stamp_ns, m.data) for m in reader.serialised()]
        ours = [(m.topic.name, m.logged_ns, m.data) for m in stream.messages()]
        assert sorted(ours) == sorted(theirs)
        assert {t.name: t.type_name for t in stream.topics} == reader.topics
        assert stream.bytes == (bag / "run_0.mcap").stat().st_size


def test_messages_come_as_they_were_recorded_though_their_stamps_jump(tmp_path, record_bag):
    path = tmp_path / "a.db3"
    shutil.copy(bag_of(tmp_path / "bag", SQLITE) / "bag.db3", path)
    db = sqlite3.connect(path)
    db.execute("UPDATE messages SET timestamp = 10 - timestamp")
    db.commit()
    db.close()
    assert [stamp for _, stamp, _ in passed(path)[0]] == [9, 8, 7]
    with open_bag(path) as reader:
        assert [m.stamp_ns for m in reader.messages()] == [7, 8, 9]


def test_a_bag_cut_off_in_a_chunk_gives_the_whole_ones_and_says_so(bag, mcap_file):
    stop = scan_mcap(mcap_file).spans[2].start + 50
    mcap_file.write_bytes(mcap_file.read_bytes()[:stop])
    found, lost = passed(bag)
    with open_bag(bag) as reader:
        assert (len(found), lost) == (reader.message_count, reader.lost)


def test_topics_of_a_damaged_chunk_are_found_in_the_index(bag, mcap_file):
    span = scan_mcap(mcap_file).spans[0]
    data = bytearray(mcap_file.read_bytes())
    data[span.stop - 20] ^= 0xFF
    mcap_file.write_bytes(data)
    found, lost = passed(bag)
    assert 150 < len(found) < 211
    assert "is damaged" in lost


def test_of_a_compressed_file_that_is_cut_off_the_first_messages_remain(tmp_path, record_bag):
    folder = record_bag(tmp_path / "run", steps=60, pixels=2**19)
    plain = folder / "run_0.mcap"
    packed = zstandard.ZstdCompressor(level=1).compress(plain.read_bytes())
    (folder / "run_0.mcap.zstd").write_bytes(packed[: int(len(packed) * 0.8)])
    plain.unlink()
    found, lost = passed(folder)
    assert 60 < len(found) < 127
    assert "cut off" in lost
    with open_bag(folder) as reader:
        assert reader.message_count == len(found)
        assert "cut off" in reader.lost


@pytest.mark.parametrize("storage", [MCAP, SQLITE])
def test_a_file_of_several_that_is_none_costs_its_own_messages_to_the_reader_too(
    tmp_path, storage
):
    suffix = "mcap" if storage is MCAP else "db3"
    split = tmp_path / "split"
    split.mkdir()
    for number, text in enumerate("abc"):
        source = bag_of(tmp_path / f"s{number}", storage, texts=text)
        shutil.copy(source / f"s{number}.{suffix}", split / f"split_{number}.{suffix}")
    (split / f"split_1.{suffix}").write_bytes(b"junk")
    found, lost = texts(split)
    assert found == ["a", "c"]
    assert f"split_1.{suffix}: is no" in lost.replace("is not", "is no")
    assert [cdr("a"), cdr("c")] == [data for _, _, data in passed(split)[0]]


@pytest.mark.parametrize("log_ns", [2**63, 2**64 - 1])
def test_a_message_recorded_after_the_last_time_of_an_int64_is_left_out(tmp_path, log_ns):
    path = tmp_path / "bag.mcap"
    with path.open("wb") as stream:
        writer = mcap.writer.Writer(stream)
        writer.start(profile="ros2")
        schema = writer.register_schema(STRING, "ros2msg", b"string data")
        channel = writer.register_channel("/says", "cdr", schema)
        for stamp_ns in (1, log_ns):
            writer.add_message(channel, stamp_ns, cdr("a"), stamp_ns)
        writer.finish()
    found, lost = passed(path)
    assert [logged_ns for _, logged_ns, _ in found] == [1]
    assert "1 messages were recorded at a time that is none" in lost


def test_one_empty_file_of_several_costs_nothing_but_itself(bag):
    (bag / "run_1.mcap").write_bytes(b"")
    found, lost = passed(bag)
    assert len(found) == 211
    assert "run_1.mcap: is empty" in lost
    with open_bag(bag) as reader:
        assert (reader.message_count, reader.lost) == (211, lost)


def test_a_bag_of_which_no_file_can_be_read_is_one_line(bag, mcap_file):
    mcap_file.write_bytes(b"")
    with BagStream(bag) as stream, pytest.raises(BagError, match="is empty"):
        list(stream.messages())


def test_a_pass_holds_a_chunk_or_two_in_memory_not_the_bag(tmp_path, record_bag):
    folder = record_bag(tmp_path / "run", steps=300, pixels=2**20)
    tracemalloc.start()
    with BagStream(folder) as stream:
        for _ in stream.messages():
            pass
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 16 * 2**20 < (folder / "run_0.mcap").stat().st_size
