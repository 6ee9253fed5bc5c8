import numpy as np
import pytest

from physai_sim.evaluation.episode import Stream
from physai_sim.evaluation.metrics.real_time_factor import RealTimeFactor

CLOCK = "rosgraph_msgs/msg/Clock"


def _ns(times_s):
    return np.round(np.asarray(times_s) * 1e9).astype(np.int64)


@pytest.fixture
def score(arm):
    def make(real_s, clock_s):
        streams = {"/clock": Stream(CLOCK, _ns(real_s), _ns(clock_s))}
        return RealTimeFactor().score(arm(streams=streams))

    return make


@pytest.mark.parametrize("factor", [0.25, 1.0, 7.5])
def test_the_factor_is_the_slope_of_the_clock(score, factor):
    real = 1_700_000_000 + np.arange(50) / 10
    result = score(real, 1.0 + factor * np.arange(50) / 10)
    assert result.value == pytest.approx(factor)
    assert result.parts["least"] == pytest.approx(factor)


def test_one_slow_second_is_told(score):
    clock = np.concatenate([np.linspace(0, 2, 21), np.full(10, 2.0), np.linspace(2.1, 4, 20)])
    result = score(100 + np.arange(51) / 10, clock)
    assert 0.6 < result.value < 1.0
    assert result.parts["least"] == pytest.approx(0.0)


def test_a_bag_in_simulated_time_does_not_say_how_fast_it_was(score):
    times = np.arange(50) / 10
    result = score(times, times)
    assert result.value is None
    assert "simulated time" in result.reason


def test_too_few_messages_give_none_with_a_reason(score):
    assert "fewer than 5" in score([1, 2, 3], [5, 6, 7]).reason
    assert "at one time" in score([1] * 6, [5, 6, 7, 8, 9, 10]).reason


def test_a_recording_of_less_than_a_second_has_no_slowest_second(score):
    result = score(100 + np.arange(9) / 10, np.arange(9) / 10)
    assert result.value == pytest.approx(1.0)
    assert result.parts == {"least": None}


def test_it_is_not_asked_where_no_clock_was_recorded(arm):
    assert not RealTimeFactor().applies(arm())
