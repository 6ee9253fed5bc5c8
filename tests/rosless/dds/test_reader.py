"""A reader takes serialised messages, oldest first."""

import time

import pytest
from rclpy.qos import DurabilityPolicy, QoSProfile, ReliabilityPolicy

from physai_sim.rosless.dds import library

LATCHED = QoSProfile(depth=3, durability=DurabilityPolicy.TRANSIENT_LOCAL)


def test_messages_come_in_order_each_once(place):
    reader, writer = place.reader(), place.writer()
    for text in ("a", "b", "c"):
        writer.write(place.bytes_of(text))
    assert place.texts(reader) == ["a", "b", "c"]
    assert reader.take() is None


def test_a_message_tells_its_writer_and_when_it_was_written(place):
    reader, writer = place.reader(), place.writer()
    before = time.time_ns()
    writer.write(place.bytes_of("a"))
    taken = reader.take()
    assert before <= taken.source_ns <= time.time_ns()
    assert taken.writer == writer.instance


def test_the_history_keeps_the_newest(place):
    reader, writer = place.reader(profile=QoSProfile(depth=2)), place.writer()
    for number in range(5):
        writer.write(place.bytes_of(str(number)))
    assert place.texts(reader) == ["3", "4"]


def test_a_late_reader_gets_what_was_latched_and_no_more(place):
    writer = place.writer(profile=LATCHED)
    for number in range(5):
        writer.write(place.bytes_of(str(number)))
    assert place.texts(place.reader(profile=LATCHED)) == ["2", "3", "4"]
    assert place.texts(place.reader()) == []


def test_a_late_reader_in_another_place_gets_what_was_latched(join, wait_until):
    near, far = join(), join()
    writer = near.writer(profile=LATCHED)
    for number in range(5):
        writer.write(near.bytes_of(str(number)))
    reader, found = far.reader(profile=LATCHED), []

    def all_came():
        found.extend(far.texts(reader))
        return len(found) >= 3

    wait_until(all_came)
    assert found == ["2", "3", "4"]


def test_a_reader_that_wants_more_than_is_offered_gets_nothing(place):
    offered = QoSProfile(depth=1, reliability=ReliabilityPolicy.BEST_EFFORT)
    reader, writer = place.reader(), place.writer(profile=offered)
    writer.write(place.bytes_of("a"))
    assert reader.take() is None
    assert reader.matched_count() == 0


def test_a_reader_may_leave_out_its_own_participant(place):
    reader, writer = place.reader(ignore_local=True), place.writer()
    writer.write(place.bytes_of("a"))
    assert reader.take() is None


@pytest.mark.parametrize("size", [16_000, 1_000_000])
def test_the_bytes_of_a_message_outlive_their_reader(place, size):
    reader, writer = place.reader(), place.writer()
    writer.write(place.bytes_of("x" * size))
    taken = reader.take()
    reader.close()
    writer.close()
    assert taken.data.readonly
    assert place.codec.deserialize(taken.data).data == "x" * size


def test_the_end_of_a_writer_is_no_message(place):
    reader, writer = place.reader(), place.writer()
    writer.write(place.bytes_of("a"))
    writer.close()
    assert place.texts(reader) == ["a"]


def test_the_condition_is_met_while_a_message_waits(place):
    reader, writer = place.reader(), place.writer()
    assert library.is_triggered(reader.condition) == 0
    writer.write(place.bytes_of("a"))
    assert library.is_triggered(reader.condition) > 0
    reader.take()
    assert library.is_triggered(reader.condition) == 0


def test_after_its_end_a_reader_has_nothing(place):
    reader, writer = place.reader(), place.writer()
    writer.write(place.bytes_of("a"))
    reader.close()
    reader.close()
    assert reader.take() is None
    assert reader.matched_count() == 0


def test_two_domains_in_one_process_do_not_mix(join, own_domain, wait_until):
    here, there = join(), join(own_domain + 9)
    writer, near, far = here.writer(), here.reader(), there.reader()
    wait_until(lambda: writer.matched_count() == 1)
    writer.write(here.bytes_of("a"))
    assert here.texts(near) == ["a"]
    assert far.matched_count() == 0
    assert there.texts(far) == []
