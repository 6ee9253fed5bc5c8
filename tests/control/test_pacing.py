"""Pacing by a clock that the test moves: no drift, a bounded lag, honest figures."""

import time

import pytest

from physai_sim.control.pacing import MonotonicClock, Pacer
from physai_sim.core.errors import ConfigError
from physai_sim.core.timing import stamp_of

S = 1_000_000_000


class Clock:
    def __init__(self):
        self.time_ns, self.overslept_ns, self.sleeps = 7 * S, 0, 0

    def now_ns(self):
        return self.time_ns

    def sleep(self, duration_ns):
        self.sleeps += 1
        self.time_ns += duration_ns + self.overslept_ns


@pytest.fixture
def clock():
    return Clock()


def run(pacer, clock, ticks, *, hz=20, work_ns=0, first=0):
    for k in range(first, first + ticks):
        pacer.wait(stamp_of(k, hz))
        clock.time_ns += work_ns


@pytest.mark.parametrize("factor", [1.0, 0.5, 3.0])
def test_simulated_time_keeps_to_wall_time(factor, clock):
    pacer = Pacer(factor, clock=clock)
    run(pacer, clock, 201, work_ns=S // 1000)
    assert clock.time_ns - 7 * S == pytest.approx(10 * S / factor, abs=2_000_000)
    assert pacer.real_time_factor == pytest.approx(factor, rel=0.01)
    assert (pacer.overruns, pacer.resyncs) == (0, 0)


def test_sleeping_too_long_does_not_add_up(clock):
    clock.overslept_ns = 3_000_000
    pacer = Pacer(1.0, clock=clock)
    run(pacer, clock, 30 * 3600, hz=30)
    late = clock.time_ns - 7 * S - stamp_of(30 * 3600 - 1, 30)
    assert 0 <= late <= 3_000_000
    assert pacer.overruns == 0


def test_a_slow_tick_is_an_overrun_and_is_caught_up_with(clock):
    pacer = Pacer(1.0, clock=clock)
    run(pacer, clock, 5)
    clock.time_ns += 3 * S // 20
    run(pacer, clock, 10, first=5)
    assert (pacer.overruns, pacer.resyncs) == (2, 0)
    assert clock.time_ns - 7 * S == stamp_of(14, 20)


def test_a_long_lag_is_given_up(clock):
    pacer = Pacer(1.0, clock=clock)
    run(pacer, clock, 5)
    clock.time_ns += 10 * S
    begin, sleeps = clock.time_ns, clock.sleeps
    run(pacer, clock, 11, first=5)
    assert (pacer.overruns, pacer.resyncs) == (1, 1)
    assert clock.time_ns - begin == S // 2
    assert clock.sleeps - sleeps == 10


def test_unpaced_never_waits_and_still_measures(clock):
    pacer = Pacer(0.0, clock=clock)
    run(pacer, clock, 100, work_ns=S // 100)
    assert clock.sleeps == 0
    assert pacer.real_time_factor == pytest.approx(5.0)
    assert pacer.overruns == 0


def test_the_factor_is_that_of_the_last_second(clock):
    pacer = Pacer(0.0, clock=clock)
    assert pacer.real_time_factor is None
    run(pacer, clock, 100, work_ns=S // 10)
    run(pacer, clock, 100, work_ns=S // 40, first=100)
    assert pacer.real_time_factor == pytest.approx(2.0)


def test_a_pause_is_neither_lag_nor_slow(clock):
    pacer = Pacer(1.0, clock=clock)
    run(pacer, clock, 5)
    clock.time_ns += 60 * S
    pacer.restart()
    run(pacer, clock, 21, first=5)
    assert (pacer.overruns, pacer.resyncs) == (0, 0)
    assert pacer.real_time_factor == pytest.approx(1.0)


@pytest.mark.parametrize("factor", [-1.0, float("nan"), float("inf"), 101.0])
def test_a_factor_that_is_none_is_refused(factor):
    with pytest.raises(ConfigError, match="real-time factor"):
        Pacer(factor)


def test_the_machines_clock_lets_time_pass():
    clock, begin = MonotonicClock(), time.monotonic_ns()
    clock.sleep(2_000_000)
    assert clock.now_ns() - begin >= 2_000_000
