import struct
import tracemalloc
import zlib
from io import BytesIO

import mcap.writer
import pytest
import zstandard
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from mcap.data_stream import ReadDataStream
from mcap.records import Chunk

from physai_sim.core.errors import BagError
from physai_sim.datasets.bag_records import MAGIC
from physai_sim.datasets.bag_salvage import mcap_files, scan_mcap

SHARED_BAG = settings(
    max_examples=300,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


def contents(path):
    salvage = scan_mcap(path)
    return [
        (salvage.channels[m.channel_id].topic, m.log_time_ns, m.data) for m in salvage.messages()
    ]


@pytest.fixture(scope="module")
def recorded(tmp_path_factory):
    """A whole file's bytes and messages, and a place for its damaged copies."""
    from physai_sim.datasets.bag_writer import BagWriter
    from physai_sim.messages.qos import DEFAULT
    from physai_sim.messages.typestore import make_message

    folder = tmp_path_factory.mktemp("salvage")
    with BagWriter(folder / "run") as writer:
        writer.add_topic("/says", "std_msgs/msg/String", DEFAULT)
        for step in range(60):
            text = make_message("std_msgs/msg/String", data=f"step {step}")
            writer.write("/says", step * 200_000_000, text)
    return writer.path.read_bytes(), contents(writer.path), folder / "copy.mcap"


def test_a_whole_file_has_lost_nothing(mcap_file):
    salvage = scan_mcap(mcap_file)
    assert salvage.lost is None
    assert (salvage.message_count, salvage.chunks, salvage.bytes_dropped) == (211, 5, 0)
    assert (salvage.start_ns, salvage.end_ns) == (0, 9_900_000_000)


def test_cut_at_any_byte_it_gives_the_messages_of_the_whole_chunks(recorded):
    data, messages, copy = recorded
    lengths = set()
    for size in range(len(MAGIC), len(data), 7):
        copy.write_bytes(data[:size])
        kept = contents(copy)
        assert kept == messages[: len(kept)]
        assert scan_mcap(copy).lost is not None
        lengths.add(len(kept))
    assert lengths == {0, 11, 22, 33, 44, 55, 60}


@pytest.mark.parametrize("size", range(len(MAGIC)))
def test_cut_inside_the_first_bytes_it_is_no_mcap_file(recorded, size):
    data, _, copy = recorded
    copy.write_bytes(data[:size])
    with pytest.raises(BagError, match="is empty" if size == 0 else "is not an MCAP file"):
        scan_mcap(copy)


@SHARED_BAG
@given(place=st.integers(min_value=0, max_value=10**9), bit=st.integers(0, 7))
def test_any_flipped_bit_is_noticed_and_alters_no_message(recorded, place, bit):
    data, messages, copy = recorded
    damaged = bytearray(data)
    damaged[place % len(data)] ^= 1 << bit
    copy.write_bytes(damaged)
    try:
        salvage = scan_mcap(copy)
    except BagError:
        assert place % len(data) < len(MAGIC)
        return
    assert salvage.lost is not None
    remaining = iter(messages)
    assert all(message in remaining for message in contents(copy))


@SHARED_BAG
@given(
    edits=st.lists(
        st.tuples(st.integers(8, 10**9), st.binary(min_size=1, max_size=12)),
        min_size=1,
        max_size=6,
    ),
    cut=st.integers(0, 10**9),
)
def test_whatever_is_done_to_a_file_ends_in_messages_or_one_line(recorded, edits, cut):
    data, messages, copy = recorded
    damaged = bytearray(data)
    for place, patch in edits:
        start = len(MAGIC) + place % (len(data) - len(MAGIC))
        damaged[start : start + len(patch)] = patch
    copy.write_bytes(damaged[: len(data) - cut % 50])
    kept = contents(copy)
    assert len(kept) <= len(messages)


def chunk_bytes(data):
    """Give the offsets of the chunk records of a file without damage."""
    offset, chunks = len(MAGIC), []
    while data[offset] != 0x0F:
        (length,) = struct.unpack_from("<Q", data, offset + 1)
        if data[offset] == 0x06:
            chunks.append((offset, offset + 9 + length))
        offset += 9 + length
    return chunks


def test_a_damaged_chunk_in_the_middle_is_left_out_and_named(recorded):
    data, messages, copy = recorded
    start, stop = chunk_bytes(data)[2]
    damaged = bytearray(data)
    damaged[stop - 20] ^= 0xFF
    copy.write_bytes(damaged)
    salvage = scan_mcap(copy)
    assert contents(copy) == messages[:22] + messages[33:]
    assert f"the record at byte {start} is damaged" in salvage.lost
    assert "its index counts 60 messages" in salvage.lost
    assert "49 whole messages" in salvage.lost
    assert salvage.bytes_dropped == stop - start


def test_a_damaged_chunk_that_held_the_topics_costs_only_its_own_messages(recorded):
    data, messages, copy = recorded
    _, stop = chunk_bytes(data)[0]
    damaged = bytearray(data)
    damaged[stop - 20] ^= 0xFF
    copy.write_bytes(damaged)
    assert contents(copy) == messages[11:]


def with_first_chunk(file_bytes, **changes):
    """Replace fields of the first chunk, keep its place in the file, cut off what follows."""
    start, stop = chunk_bytes(file_bytes)[0]
    body = file_bytes[start + 9 : stop]
    first_ns, last_ns, size, crc, name_length = struct.unpack_from("<QQQII", body)
    fields = {
        "size": size,
        "crc": crc,
        "name": body[32 : 32 + name_length],
        "data": body[40 + name_length :],
    } | changes
    body = struct.pack(
        "<QQQII", first_ns, last_ns, fields["size"], fields["crc"], len(fields["name"])
    )
    length = fields.get("length", len(fields["data"]))
    body += fields["name"] + struct.pack("<Q", length) + fields["data"]
    return file_bytes[:start] + b"\x06" + struct.pack("<Q", len(body)) + body


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"size": 2**60}, "over the limit"),
        ({"size": 3}, "does not have the size it claims"),
        ({"crc": 1}, "its checksum differs"),
        ({"name": b"rar"}, "compression 'rar' is unknown"),
        ({"name": b"lz4"}, "does not decompress"),
        ({"name": b"\xff\xfe"}, "make no sense"),
        ({"length": 2**63}, "lengths disagree"),
        ({"length": 2**30}, "lengths disagree"),
        ({"length": 3}, "lengths disagree"),
        ({"data": b"no zstd"}, "does not decompress"),
    ],
)
def test_a_chunk_that_lies_about_itself_is_named(recorded, changes, reason):
    data, _, copy = recorded
    copy.write_bytes(with_first_chunk(data, **changes))
    salvage = scan_mcap(copy)
    assert salvage.message_count == 0
    assert reason in salvage.lost


def test_a_decompression_bomb_is_not_unpacked(recorded):
    data, _, copy = recorded
    bomb = zstandard.compress(bytes(300 * 2**20), 19)
    assert len(bomb) < 100_000
    for size in (100, 300 * 2**20):
        copy.write_bytes(with_first_chunk(data, size=size, data=bomb))
        tracemalloc.start()
        assert scan_mcap(copy).message_count == 0
        assert tracemalloc.get_traced_memory()[1] < 10 * 2**20
        tracemalloc.stop()


def test_zeros_that_a_crash_left_at_the_end_are_lost_at_once(recorded):
    data, messages, copy = recorded
    _, stop = chunk_bytes(data)[1]
    copy.write_bytes(data[:stop] + bytes(10**6))
    salvage = scan_mcap(copy)
    assert "only zeros stand" in salvage.lost
    assert "1000000 bytes" in salvage.lost
    assert contents(copy) == messages[:22]


@pytest.mark.parametrize("length", [2**63, 2**40, 10**6])
def test_a_record_that_claims_more_than_the_file_has_ends_the_walk(recorded, length):
    data, messages, copy = recorded
    _, stop = chunk_bytes(data)[1]
    copy.write_bytes(data[:stop] + b"\x07" + struct.pack("<Q", length) + data[stop:])
    salvage = scan_mcap(copy)
    assert "cut off inside a record" in salvage.lost
    assert contents(copy) == messages[:22]


def test_a_record_over_the_limit_is_not_read(recorded):
    data, _, copy = recorded
    with copy.open("wb") as stream:
        stream.write(MAGIC + b"\x80" + struct.pack("<Q", 2**28 + 1))
        stream.truncate(2**28 + 100)
    assert "over the limit" in scan_mcap(copy).lost
    copy.write_bytes(data)


@pytest.mark.parametrize("compression", list(mcap.writer.CompressionType))
@pytest.mark.parametrize("chunked", [True, False])
def test_other_writers_files_are_whole_and_cut_off_give_a_prefix(tmp_path, compression, chunked):
    path = tmp_path / "a.mcap"
    with path.open("wb") as stream:
        writer = mcap.writer.Writer(
            stream, chunk_size=1000, compression=compression, use_chunking=chunked
        )
        writer.start(profile="ros2")
        schema = writer.register_schema("std_msgs/msg/String", "ros2msg", b"string data")
        number = writer.register_channel("/says", "cdr", schema)
        for index in range(200):
            writer.add_message(number, log_time=index, data=b"%03d" % index, publish_time=index)
        writer.finish()
    assert scan_mcap(path).lost is None
    messages, data = contents(path), path.read_bytes()
    assert len(messages) == 200
    path.write_bytes(data[: len(data) * 2 // 3])
    kept = contents(path)
    assert 0 < len(kept) < 200
    assert kept == messages[: len(kept)]


def test_messages_of_a_channel_that_nothing_defines_are_counted_as_lost(tmp_path):
    path = tmp_path / "a.mcap"
    with path.open("wb") as stream:
        writer = mcap.writer.Writer(stream)
        writer.start()
        writer.add_message(9, log_time=1, data=b"?", publish_time=1)
        writer.finish()
    salvage = scan_mcap(path)
    assert "1 messages are of no known topic" in salvage.lost
    assert list(salvage.messages()) == []


def test_the_checksum_of_a_chunk_is_that_of_its_content(recorded):
    data, _, _ = recorded
    start, stop = chunk_bytes(data)[0]
    chunk = Chunk.read(ReadDataStream(BytesIO(data[start + 9 : stop])))
    content = zstandard.decompress(chunk.data)
    assert chunk.uncompressed_crc == zlib.crc32(content)


def test_files_of_a_folder_come_in_the_order_of_their_numbers(tmp_path):
    for name in ("a_10.mcap", "a_9.mcap", "a_9.mcap.damaged", "metadata.yaml"):
        (tmp_path / name).touch()
    assert [path.name for path in mcap_files(tmp_path)] == ["a_9.mcap", "a_10.mcap"]
