import numpy as np
import pytest

from physai_sim.evaluation.episode import Stream
from physai_sim.evaluation.metrics.disordered_stamps import SHARED, DisorderedStamps


def _stream(stamps_s, kind="sensor_msgs/msg/Imu"):
    stamps = np.round(np.asarray(stamps_s) * 1e9).astype(np.int64)
    return Stream(kind, np.arange(len(stamps), dtype=np.int64), stamps)


@pytest.fixture
def score(arm):
    return lambda streams: DisorderedStamps().score(arm(streams=streams, start_ns=1_000_000_000))


def test_stamps_that_rise_are_in_order(score):
    result = score({"/a": _stream([1, 2, 3, 4, 5])})
    assert (result.value, result.events, result.parts) == (0.0, (), {"/a": 0.0})


def test_stamps_that_fall_or_repeat_are_counted_with_their_moments(score):
    result = score({"/a": _stream([1, 2, 2, 3, 2.5, 6]), "/b": _stream([1, 2, 3, 4, 5])})
    assert result.value == 2.0
    assert result.parts == {"/a": 2.0, "/b": 0.0}
    assert [(e.stamp_ns, e.text) for e in result.events] == [
        (1_000_000_000, "/a repeats a stamp"),
        (1_500_000_000, "/a goes back by 0.500 s"),
    ]


def test_of_very_many_the_first_hundred_are_told_and_all_are_counted(score):
    result = score({"/a": _stream(np.ones(500))})
    assert result.value == 499.0
    assert len(result.events) == 100


@pytest.mark.parametrize("kind", SHARED)
def test_topics_on_which_many_nodes_speak_are_left_out(score, kind):
    result = score({"/all": _stream([1, 1, 2, 2, 3, 3], kind)})
    assert result.value is None
    assert result.reason == "no topic of five messages or more has stamps"


def test_topics_without_stamps_or_of_few_messages_are_left_out(score):
    blank = Stream("std_msgs/msg/String", np.zeros(9, dtype=np.int64), None)
    assert score({"/says": blank, "/few": _stream([4, 3, 2, 1])}).value is None
