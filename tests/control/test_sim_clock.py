"""Simulated time over episodes."""

from itertools import pairwise

import pytest

from physai_sim.control.sim_clock import SimClock
from physai_sim.core.errors import EpisodeError

TICK = 50


def test_time_goes_on_over_resets():
    clock, seen = SimClock(), []
    for _ in range(20):
        seen.append(clock.start_episode(gap_ns=TICK))
        seen += [clock.advance(k * TICK) for k in range(1, 4)]
    assert seen[0] == 0
    assert [b - a for a, b in pairwise(seen)] == [TICK] * 79


def test_it_starts_at_zero_again_where_that_is_asked():
    clock = SimClock()
    clock.start_episode(gap_ns=TICK)
    clock.advance(7 * TICK)
    clock.restart()
    assert clock.now_ns == 0
    assert clock.advance(8 * TICK) == TICK
    clock.start_episode(gap_ns=TICK)
    clock.restart()
    assert (clock.now_ns, clock.offset_ns) == (0, 0)


def test_stamps_of_an_episode_are_moved_by_its_start():
    clock = SimClock()
    clock.start_episode(gap_ns=TICK)
    clock.advance(2 * TICK)
    clock.start_episode(gap_ns=TICK)
    assert clock.offset_ns == 3 * TICK
    assert clock.stamp(10) == 3 * TICK + 10


def test_time_that_falls_within_an_episode_is_refused():
    clock = SimClock()
    clock.start_episode(gap_ns=TICK)
    clock.advance(TICK)
    with pytest.raises(EpisodeError, match="simulated time fell"):
        clock.advance(TICK - 1)
