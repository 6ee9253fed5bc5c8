import numpy as np
import pytest

from physai_sim.evaluation.episode import Stream
from physai_sim.evaluation.metrics.topic_jitter import TopicJitter


def _stream(times_s):
    return Stream(
        "sensor_msgs/msg/Imu", np.round(np.asarray(times_s) * 1e9).astype(np.int64), None
    )


@pytest.fixture
def score(arm):
    return lambda streams: TopicJitter().score(arm(streams=streams))


def test_even_stamps_have_no_jitter(score):
    assert score({"/a": _stream(np.arange(200) / 10)}).value == pytest.approx(0.0, abs=1e-6)


def test_intervals_of_96_and_104_ms_around_100_have_a_jitter_of_4_ms(score):
    intervals = np.tile([0.100, 0.096, 0.104, 0.100], 50)
    result = score({"/a": _stream(np.cumsum(intervals)), "/b": _stream(np.arange(50) / 5)})
    assert result.value == pytest.approx(4.0, abs=1e-6)
    assert result.parts == pytest.approx({"/a": 4.0, "/b": 0.0}, abs=1e-6)


def test_one_late_message_in_a_thousand_is_beyond_the_99_percent(score):
    times = np.arange(1000) / 10
    times[500] += 0.04
    assert score({"/a": _stream(times)}).value == pytest.approx(0.0, abs=1e-6)


def test_a_missing_message_is_a_late_interval(score):
    result = score({"/a": _stream(np.delete(np.arange(21) / 10, [5, 10]))})
    assert result.value == pytest.approx(100.0, abs=1e-6)


def test_without_a_periodic_topic_the_jitter_is_unknown(score):
    result = score({"/a": _stream([1.0, 2.0])})
    assert (result.value, result.reason) == (None, "no topic is periodic")
