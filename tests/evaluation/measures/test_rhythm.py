import numpy as np
import pytest

from physai_sim.evaluation.episode import Stream
from physai_sim.evaluation.measures.rhythm import CHORUS, rhythms

SECOND_NS = 1_000_000_000


def _ns(times_s):
    return np.round(np.asarray(times_s) * SECOND_NS).astype(np.int64)


def _stream(times_s, stamps_s=None):
    stamps = None if stamps_s is None else _ns(stamps_s)
    return Stream("std_msgs/msg/Header", _ns(times_s), stamps)


@pytest.fixture
def rhythm(arm):
    return lambda **streams: rhythms(arm(streams=streams))


def test_an_even_topic_has_its_period_and_no_gap(rhythm):
    found = rhythm(even=_stream(1 + np.arange(20) / 10))["even"]
    assert found.period_ns == pytest.approx(1e8)
    after, missing = found.gaps()
    assert len(after) == len(missing) == found.silent_ns == 0


def test_a_topic_of_four_messages_is_left_out(rhythm):
    assert rhythm(latched=_stream([1, 2, 3, 4])) == {}


def test_events_at_random_times_are_not_periodic(rhythm):
    times = np.cumsum(np.random.default_rng(0).exponential(1.0, 400))
    assert rhythm(events=_stream(times)) == {"events": None}


def test_a_third_of_messages_lost_leaves_a_topic_periodic_and_each_is_counted(rhythm):
    kept = np.setdiff1d(np.arange(60), np.arange(2, 58, 3))
    _, missing = rhythm(lossy=_stream(1 + kept / 10))["lossy"].gaps()
    assert missing.sum() == len(np.arange(2, 58, 3))


def test_a_gap_of_three_messages_is_told_with_the_message_before_it(rhythm):
    times = np.delete(1 + np.arange(20) / 10, [8, 9, 10])
    after, missing = rhythm(gap=_stream(times))["gap"].gaps()
    assert after.tolist() == [1_700_000_000]
    assert missing.tolist() == [3]


def test_stamps_count_before_the_times_of_recording_and_unset_ones_do_not(rhythm):
    even, late = 1 + np.arange(20) / 10, 1 + np.arange(20) / 10 + np.tile([0.0, 0.04], 10)
    assert rhythm(a=_stream(late, even))["a"].intervals_ns == pytest.approx(np.full(19, 1e8))
    assert rhythm(a=_stream(even, np.zeros(20)))["a"].period_ns == pytest.approx(1e8)
    some = np.where(np.arange(20) == 4, 0.0, even)
    assert rhythm(a=_stream(even, some))["a"].gaps()[1].tolist() == [1]


def test_a_topic_that_falls_silent_lacks_messages_to_the_end_of_the_recording(rhythm):
    found = rhythm(long=_stream(np.arange(1, 101) / 10), short=_stream(np.arange(1, 51) / 10))
    assert found["short"].silent_ns == 5 * SECOND_NS
    assert [part.tolist() for part in found["short"].gaps()] == [[5 * SECOND_NS], [50]]
    assert found["long"].silent_ns == 0


def test_a_recorder_that_ends_topics_half_a_second_apart_silences_none(rhythm):
    found = rhythm(a=_stream(np.arange(1, 1001) / 100), b=_stream(np.arange(1, 951) / 100))
    assert found["b"].silent_ns == 0


def test_messages_in_disorder_are_put_into_the_order_of_their_stamps(rhythm):
    times = 1 + np.arange(20) / 10
    times[[5, 6]] = times[[6, 5]]
    assert rhythm(mixed=_stream(times, times))["mixed"].gaps()[1].tolist() == []


@pytest.mark.parametrize("kind", CHORUS)
def test_a_topic_on_which_every_node_speaks_by_its_own_clock_has_no_rhythm(rhythm, kind):
    wall = 1_795_870_320 + np.arange(20)
    stamps = _ns(np.where(np.arange(20) % 2, wall, np.arange(20)))
    assert rhythm(all=Stream(kind, _ns(np.arange(1, 21)), stamps)) == {}
