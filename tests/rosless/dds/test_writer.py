"""A writer sends serialised messages."""

import threading
import time

import pytest
from rclpy.qos import HistoryPolicy, QoSProfile

from physai_sim.rosless.dds.library import DdsError


def test_a_reader_of_the_topic_is_counted(place, wait_until):
    writer = place.writer()
    assert writer.matched_count() == 0
    reader = place.reader()
    wait_until(lambda: writer.matched_count() == 1)
    reader.close()
    wait_until(lambda: writer.matched_count() == 0)


@pytest.mark.parametrize("kind", [bytes, bytearray, memoryview])
def test_bytes_of_any_kind_are_written_in_whole_words(place, kind):
    writer, reader = place.writer(), place.reader()
    writer.write(kind(b"\0\1\0\0\5\0\0\0abcd\0"))
    assert place.texts(reader) == ["abcd"]


@pytest.mark.parametrize("data", [b"", b"\0", b"\0\1\0\0", b"\0\1\0\0\xff\xff\xff\xff"])
def test_bytes_that_are_no_message_are_refused(place, data):
    writer = place.writer()
    with pytest.raises(DdsError, match="a message cannot be written"):
        writer.write(data)


def test_writing_after_the_end_is_refused(place):
    writer = place.writer()
    writer.close()
    writer.close()
    with pytest.raises(DdsError):
        writer.write(place.bytes_of("late"))
    assert writer.matched_count() == 0


def test_all_is_acknowledged_where_nobody_waits_for_it(place):
    writer = place.writer()
    writer.write(place.bytes_of("x"))
    assert writer.wait_for_acks(10**9)
    assert writer.wait_for_acks(None)


def test_other_threads_run_while_a_writer_waits_for_a_slow_reader(place, wait_until):
    endless = QoSProfile(history=HistoryPolicy.KEEP_ALL)
    writer, reader = place.writer("rt/full", endless), place.reader("rt/full", endless)
    wait_until(lambda: writer.matched_count() == 1)
    text, sent = place.bytes_of("x" * 60_000), []

    def write():
        for number in range(40):
            writer.write(text)
            sent.append(number)

    thread = threading.Thread(target=write)
    thread.start()
    deadline = time.monotonic() + 20
    received = 0
    while received < 40 and time.monotonic() < deadline:
        received += reader.take() is not None
    thread.join(20)
    assert (received, len(sent)) == (40, 40)


def test_liveliness_can_be_asserted_until_the_end(place):
    writer = place.writer()
    writer.assert_liveliness()
    writer.close()
    with pytest.raises(DdsError, match="liveliness"):
        writer.assert_liveliness()
