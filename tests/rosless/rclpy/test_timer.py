"""Timers keep the beat of their clock; rates let a loop sleep by it."""

import contextlib
import threading
import time

import pytest
from rclpy.clock import Clock, ClockType, ROSClock
from rclpy.exceptions import InvalidHandle, ROSInterruptException
from rclpy.executors import ExternalShutdownException
from rclpy.time import Time
from rclpy.timer import Rate, Timer, TimerInfo

MS = 1_000_000


class Stand:
    """A clock of ROS time that is set by hand, and a timer on it."""

    def __init__(self, context, period_ms, **options):
        self.clock = ROSClock()
        self.clock._set_ros_time_is_active(True)
        self.set(0)
        self.timer = Timer(None, None, period_ms * MS, self.clock, context=context, **options)

    def set(self, ms):
        self.clock.set_ros_time_override(Time(nanoseconds=ms * MS, clock_type=ClockType.ROS_TIME))

    def calls(self):
        """Call while it is due; the times at which the calls should have been [ms]."""
        found = []
        while self.timer.is_ready():
            found.append(self.timer.call().expected_call_time.nanoseconds // MS)
        return found


@pytest.fixture
def stand(nodes):
    return lambda period_ms, **options: Stand(nodes.context, period_ms, **options)


def test_a_timer_is_due_after_its_period_and_then_keeps_the_beat(stand):
    one = stand(100)
    assert one.calls() == []
    one.set(99)
    assert one.calls() == []
    one.set(130)
    assert one.calls() == [100]
    one.set(199)
    assert one.calls() == []
    one.set(200)
    assert one.calls() == [200]


@pytest.mark.parametrize(
    ("now_ms", "calls"),
    [(250, [100]), (299, [100]), (300, [100, 300]), (301, [100])],
)
def test_periods_that_were_missed_are_skipped_and_the_beat_is_kept(stand, now_ms, calls):
    one = stand(100)
    one.set(now_ms)
    assert one.calls() == calls
    assert one.timer.time_until_next_call() == (400 if now_ms >= 300 else 300) * MS - now_ms * MS


def test_after_a_jump_back_the_next_call_is_one_period_away(stand):
    one = stand(100)
    one.set(950)
    assert one.calls() == [100]
    one.set(20)
    assert one.calls() == []
    assert one.timer.time_until_next_call() == 100 * MS
    one.set(120)
    assert one.calls() == [120]


def test_a_small_jump_back_that_passes_no_call_changes_nothing(stand):
    one = stand(100)
    one.set(100)
    assert one.calls() == [100]
    one.set(180)
    one.set(150)
    assert one.timer.time_until_next_call() == 50 * MS


def test_a_cancelled_timer_stands_still_until_it_is_reset(stand):
    one = stand(100)
    one.timer.cancel()
    one.set(500)
    assert one.timer.is_canceled()
    assert one.calls() == []
    assert one.timer.time_until_next_call() is None
    one.timer.reset()
    assert not one.timer.is_canceled()
    assert one.timer.time_until_next_call() == 100 * MS
    assert one.timer.time_since_last_call() == 500 * MS  # it was not called


def test_a_timer_may_start_later(stand):
    one = stand(100, autostart=False)
    one.set(500)
    assert one.calls() == []
    one.timer.reset()
    one.set(600)
    assert one.calls() == [600]


def test_a_new_period_holds_from_the_next_call_or_from_a_reset(stand):
    one = stand(100)
    one.timer.timer_period_ns = 30 * MS
    assert one.timer.timer_period_ns == 30 * MS
    assert one.timer.time_until_next_call() == 100 * MS
    one.set(100)
    assert one.calls() == [100]
    one.set(130)
    assert one.calls() == [130]
    assert one.timer.time_since_last_call() == 0
    one.timer.timer_period_ns = 500 * MS
    one.timer.reset()
    assert one.timer.time_until_next_call() == 500 * MS


def test_a_period_of_zero_is_always_due(stand):
    one = stand(0)
    for now_ms in (0, 5):
        one.set(now_ms)
        assert one.timer.is_ready()
        one.timer.call()
    assert one.timer.is_ready()


def test_a_negative_period_is_refused(stand):
    with pytest.raises(ValueError, match="non-negative, got -1000000 ns"):
        stand(-1)


def test_a_destroyed_timer_refuses_and_is_never_due(stand):
    one = stand(100)
    one.timer.destroy()
    one.timer.destroy()
    one.set(500)
    assert one.calls() == []
    for call in (one.timer.cancel, one.timer.reset, one.timer.is_canceled):
        with pytest.raises(InvalidHandle):
            call()


def test_an_executor_calls_back_again_and_again(nodes):
    calls = []
    node = nodes.node("node")
    timer = node.create_timer(0.01, lambda: calls.append(time.monotonic()))
    nodes.spin_until(lambda: len(calls) == 5)
    assert calls[4] - calls[0] >= 0.035
    node.destroy_timer(timer)
    nodes.executor.spin_once(timeout_sec=0.03)
    assert len(calls) == 5
    assert timer not in list(node.timers)


def test_a_callback_may_take_what_is_known_of_its_call(nodes):
    seen, node = [], nodes.node("node")

    def tick(info: TimerInfo):
        seen.append(info)

    node.create_timer(0.01, tick, clock=Clock(clock_type=ClockType.STEADY_TIME))
    nodes.spin_until(lambda: seen)
    assert seen[0].actual_call_time >= seen[0].expected_call_time
    assert seen[0].actual_call_time.clock_type == ClockType.STEADY_TIME


def test_a_timer_may_cancel_itself(nodes):
    calls, node = [], nodes.node("node")

    def once():
        calls.append(1)
        timer.cancel()

    timer = node.create_timer(0.001, once)
    nodes.spin_until(lambda: calls)
    nodes.executor.spin_once(timeout_sec=0.02)
    assert calls == [1]


def test_an_executor_that_waits_notices_a_reset(nodes):
    calls, node = [], nodes.node("node")
    timer = node.create_timer(0.001, lambda: calls.append(1), autostart=False)
    thread = threading.Timer(0.05, timer.reset)
    thread.start()
    nodes.executor.spin_once(timeout_sec=20)
    if not calls:  # what woke it need not be the call itself
        nodes.spin_until(lambda: calls)
    thread.join()


@pytest.fixture
def spinning(nodes):
    """A node that another thread spins."""
    node = nodes.node("node")
    stop = threading.Event()

    def spin():
        with contextlib.suppress(ExternalShutdownException):
            while not stop.is_set():
                nodes.executor.spin_once(timeout_sec=0.05)

    thread = threading.Thread(target=spin)
    thread.start()
    yield node
    stop.set()
    thread.join(20)


def test_a_rate_sleeps_for_its_period(spinning):
    rate = spinning.create_rate(50)
    assert isinstance(rate, Rate)
    begin = time.monotonic()
    for _ in range(3):
        rate.sleep()
    assert time.monotonic() - begin >= 0.04
    assert spinning.destroy_rate(rate)
    assert not spinning.destroy_rate(rate)
    with pytest.raises(RuntimeError, match="destroyed"):
        rate.sleep()


@pytest.mark.parametrize("how", ["shutdown", "destroy"])
def test_a_sleep_is_interrupted_by_the_end_of_the_context_or_the_rate(nodes, spinning, how):
    rate, found = spinning.create_rate(0.001), []

    def sleep():
        begun.set()
        try:
            rate.sleep()
        except (ROSInterruptException, RuntimeError) as error:  # where the end came first
            found.append(error)

    begun, thread = threading.Event(), threading.Thread(target=sleep)
    thread.start()
    begun.wait(20)
    nodes.context.shutdown() if how == "shutdown" else rate.destroy()
    thread.join(20)
    assert len(found) == 1


@pytest.mark.parametrize("frequency", [0, -1.0])
def test_a_rate_without_a_frequency_is_refused(nodes, frequency):
    with pytest.raises(ValueError, match="frequency must be > 0"):
        nodes.node("node").create_rate(frequency)
