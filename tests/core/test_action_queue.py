import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from physai_sim.core.action_queue import ActionQueue
from physai_sim.core.errors import ActionError
from physai_sim.core.timing import stamp_of
from physai_sim.core.types import ActionChunk

ROWS = np.arange(8.0).reshape(4, 2)


def queue_of(rows=ROWS, *, start_ns=0, hz=10):
    queue = ActionQueue(2)
    queue.push(ActionChunk(start_ns, hz, rows))
    return queue


def test_each_stamp_gets_the_action_of_its_time():
    queue = queue_of(start_ns=10**9)
    found = [queue.action_at(10**9 + i * 10**8).tolist() for i in range(4)]
    assert found == ROWS.tolist()


def test_a_late_tick_skips_an_action_and_shifts_none():
    queue = queue_of()
    assert queue.action_at(0).tolist() == ROWS[0].tolist()
    assert queue.action_at(2 * 10**8).tolist() == ROWS[2].tolist()
    assert queue.action_at(250_000_000).tolist() == ROWS[2].tolist()
    assert queue.action_at(3 * 10**8).tolist() == ROWS[3].tolist()


@given(st.integers(0, 10**6), st.integers(1, 1000), st.integers(0, 49))
def test_stamps_that_were_rounded_down_still_hit_their_own_action(first, hz, ahead):
    rows = np.arange(100.0).reshape(50, 2)
    queue = queue_of(rows, start_ns=stamp_of(first, hz), hz=hz)
    stamp = stamp_of(first + ahead, hz)
    assert queue.covers(stamp)
    assert queue.action_at(stamp).tolist() == rows[ahead].tolist()


@pytest.mark.parametrize("stamp", [-(10**9), -10, 4 * 10**8, 10**12])
def test_a_stamp_outside_the_chunk_is_not_covered(stamp):
    queue = queue_of()
    assert not queue.covers(stamp)
    with pytest.raises(ActionError, match="no action for this stamp, got"):
        queue.action_at(stamp)


def test_an_empty_queue_covers_nothing():
    queue = queue_of()
    queue.clear()
    for empty in (queue, ActionQueue(2)):
        assert not empty.covers(0)
        with pytest.raises(ActionError):
            empty.action_at(0)


def test_the_newest_chunk_replaces_the_one_before():
    queue = queue_of()
    queue.push(ActionChunk(10**8, 10, ROWS + 100.0))
    assert not queue.covers(0)
    assert queue.action_at(10**8).tolist() == (ROWS[0] + 100.0).tolist()


@pytest.mark.parametrize("shape", [(2,), (0, 2), (4, 3), (4, 1), (1, 4, 2), ()])
def test_a_wrong_shape_is_refused_with_both_shapes(shape):
    with pytest.raises(ActionError, match=r"wrong shape .*got \(.*expected \(K, 2\)"):
        queue_of(np.zeros(shape))


@pytest.mark.parametrize("bad", [np.nan, np.inf, -np.inf])
def test_a_number_that_is_not_finite_is_refused(bad):
    rows = ROWS.copy()
    rows[2, 1] = bad
    with pytest.raises(ActionError, match="not finite"):
        queue_of(rows)


@pytest.mark.parametrize("rows", [[["a", "b"]], [[1.0], [2.0, 3.0]], [[None, 1.0]], "ab"])
def test_what_is_not_numbers_is_refused(rows):
    with pytest.raises(ActionError):
        queue_of(rows)


@pytest.mark.parametrize("hz", [0, -10])
def test_a_chunk_without_a_rate_is_refused(hz):
    with pytest.raises(ActionError, match="rate"):
        queue_of(hz=hz)


def test_a_refused_chunk_leaves_the_one_that_plays():
    queue = queue_of()
    with pytest.raises(ActionError):
        queue.push(ActionChunk(0, 10, np.full((1, 2), np.nan)))
    assert queue.action_at(0).tolist() == ROWS[0].tolist()


def test_neither_the_giver_nor_the_taker_can_change_what_plays():
    rows = ROWS.copy()
    queue = queue_of(rows)
    rows[:] = np.nan
    queue.action_at(0)[:] = np.nan
    assert queue.action_at(0).tolist() == ROWS[0].tolist()
