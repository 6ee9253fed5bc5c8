import numpy as np
import pytest

from physai_sim.evaluation.episode import Stream
from physai_sim.evaluation.metrics.topic_rate import TopicRate


def _stream(times_s):
    return Stream(
        "sensor_msgs/msg/Imu", np.round(np.asarray(times_s) * 1e9).astype(np.int64), None
    )


@pytest.fixture
def score(arm):
    return lambda streams: TopicRate().score(arm(streams=streams))


def test_topics_that_keep_their_rates_have_share_one(score):
    result = score({"/a": _stream(np.arange(21) / 10), "/b": _stream(np.arange(101) / 50)})
    assert result.value == pytest.approx(1.0)
    assert result.parts == pytest.approx({"/a": 10.0, "/b": 50.0})


@pytest.mark.parametrize("hz", [3, 7, 15, 30, 60])
def test_stamps_in_whole_nanoseconds_keep_their_rate_exactly(score, hz):
    assert score({"/a": _stream(np.arange(200) / hz)}).value == 1.0


def test_the_worst_topic_counts(score):
    lossy = np.delete(np.arange(21) / 10, [3, 7, 11, 15, 17])
    result = score({"/good": _stream(np.arange(21) / 10), "/lossy": _stream(lossy)})
    assert result.value == pytest.approx(15 / 20)
    assert result.parts["/lossy"] == pytest.approx(7.5)


def test_a_sensor_that_died_half_way_has_half_of_its_rate(score):
    result = score({"/dead": _stream(np.arange(51) / 10), "/alive": _stream(np.arange(101) / 10)})
    assert result.value == pytest.approx(0.5)


def test_a_topic_that_is_not_periodic_is_shown_as_unknown(score):
    uneven = _stream(np.cumsum([0.1, 3.0, 0.2, 7.0, 0.4, 1.5, 0.7]))
    result = score({"/button": uneven, "/even": _stream(np.arange(21) / 10)})
    assert result.value == pytest.approx(1.0)
    assert result.parts["/button"] is None
    alone = score({"/button": uneven})
    assert (alone.value, alone.reason) == (None, "no topic is periodic")


def test_it_is_not_asked_where_no_message_was_recorded(arm):
    assert not TopicRate().applies(arm())
