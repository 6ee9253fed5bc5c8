import dataclasses

import numpy as np
import pytest

from physai_sim.evaluation.episode import Stream
from physai_sim.evaluation.metrics.dropped_messages import DroppedMessages


def _stream(times_s):
    return Stream(
        "sensor_msgs/msg/Imu", np.round(np.asarray(times_s) * 1e9).astype(np.int64), None
    )


@pytest.fixture
def score(arm):
    return lambda streams, **changes: DroppedMessages().score(arm(streams=streams, **changes))


def test_whole_topics_lack_nothing(score):
    result = score({"/a": _stream(np.arange(20) / 10)})
    assert (result.value, result.events, result.parts) == (0.0, (), {"/a": 0.0})


def test_the_share_is_of_what_should_have_come_on_all_periodic_topics(score):
    lossy = np.delete(np.arange(20) / 10, [4, 5, 12])
    result = score({"/lossy": _stream(lossy), "/whole": _stream(np.arange(20) / 10)})
    assert result.value == pytest.approx(3 / 40)
    assert result.parts == {"/lossy": 3.0, "/whole": 0.0}


def test_each_gap_is_an_event_in_episode_time_at_the_message_before_it(score):
    lossy = np.delete(1 + np.arange(20) / 10, [4, 5, 12])
    result = score({"/lossy": _stream(lossy)}, start_ns=1_000_000_000)
    assert [(e.stamp_ns, e.text) for e in result.events] == [
        (300_000_000, "/lossy lacks 2 messages"),
        (1_100_000_000, "/lossy lacks 1 message"),
    ]


def test_of_very_many_gaps_the_longest_are_told(score):
    kept = np.setdiff1d(np.arange(1000), np.r_[np.arange(4, 900, 4), 950, 951])
    result = score({"/lossy": _stream(kept / 10)})
    assert result.parts["/lossy"] == 226.0
    assert len(result.events) == 100
    assert any(event.text == "/lossy lacks 2 messages" for event in result.events)


def test_a_late_message_is_not_a_lost_one(score):
    times = np.arange(20) / 10
    times[7] += 0.04
    assert score({"/a": _stream(times)}).value == 0.0


def test_without_a_periodic_topic_the_share_is_unknown_and_not_zero(score, arm):
    result = score({"/a": _stream([1.0, 2.0])})
    assert (result.value, result.reason) == (None, "no topic is periodic")
    assert not DroppedMessages().applies(dataclasses.replace(arm(), streams={}))
