import numpy as np
import pytest

from physai_sim.core.timing import stamp_of
from physai_sim.datasets.lerobot.alignment import align, off_grid


def ticks(count, hz, *, without=()):
    return np.array([stamp_of(k, hz) for k in range(count) if k not in without], dtype=np.int64)


def against(stamps, hz=15, limit_ms=None, rows=10):
    return align("s", "/s", stamps, ticks(rows, 15), rate_hz=hz, limit_ms=limit_ms)


def test_a_stream_at_the_control_rate_has_no_skew():
    found = against(ticks(11, 15))
    assert (found.skew_max_ms, found.drops, found.missing, found.fault) == (0.0, 0, 0, None)


def test_a_lost_message_is_counted_and_refused():
    found = against(ticks(11, 15, without=(4,)))
    assert found.drops == 1
    assert found.skew_max_ms == pytest.approx(66.667, abs=1e-3)
    assert "s: 66.667 ms old" in found.fault
    assert against(ticks(11, 15, without=(4,)), limit_ms=70.0).fault is None


def test_a_message_lost_at_the_last_row_is_counted_and_a_late_one_is_not():
    lost = ticks(11, 15, without=(9,))
    assert against(lost).drops == against(lost[:9]).drops == 1
    assert against(lost).fault is not None
    late = ticks(11, 15)
    late[9] += 20_000_000
    assert against(late).drops == 0
    assert against(late).skew_max_ms == pytest.approx(66.667, abs=1e-3)


def test_a_slower_stream_is_as_old_as_its_rate_says():
    found = against(ticks(4, 5), hz=5)
    assert (found.drops, found.fault) == (0, None)
    assert found.skew_max_ms == pytest.approx(133.333, abs=1e-3)
    assert against(ticks(4, 5), hz=5, limit_ms=100.0).fault is not None


def test_rows_before_the_first_message_miss_it():
    found = against(ticks(11, 15, without=(0, 1)))
    assert (found.missing, found.drops) == (2, 2)
    assert found.fault == "s: missing in 2 rows"
    assert against(ticks(0, 15)).fault == "s: no message"
    assert against(ticks(0, 15)).drops == 10
    assert against(ticks(0, 5), hz=5).drops == 4


def test_a_grid_knows_what_is_missing_and_what_is_double():
    whole = ticks(10, 15)
    assert off_grid(whole, whole) == 0
    assert off_grid(np.delete(whole, 3), whole) == 1
    assert off_grid(np.append(whole, whole[5]), whole) == 1
