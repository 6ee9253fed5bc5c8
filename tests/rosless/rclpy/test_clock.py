import threading
import time

import pytest
from rclpy.clock import Clock, ClockChange, ClockType, JumpThreshold, ROSClock
from rclpy.duration import Duration
from rclpy.exceptions import NotInitializedException
from rclpy.time import Time

ANY_JUMP = JumpThreshold(
    min_forward=Duration(nanoseconds=1), min_backward=Duration(nanoseconds=-1)
)


class FakeContext:
    """As much of a context as sleeping needs."""

    def __init__(self):
        self._ok, self.callbacks = True, []

    def ok(self):
        return self._ok

    def on_shutdown(self, callback):
        self.callbacks.append(callback)

    def shut_down(self):
        self._ok = False
        for callback in self.callbacks:
            callback()


def _ros(seconds):
    return Time(seconds=seconds, clock_type=ClockType.ROS_TIME)


def _in_thread(work):
    results = []
    thread = threading.Thread(target=lambda: results.append(work()), daemon=True)
    thread.start()

    def join():
        thread.join(20)
        assert not thread.is_alive()
        return results[0]

    return join


def _until(condition):
    deadline = time.monotonic() + 20
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.001)


def test_a_clock_of_ros_time_is_a_ros_clock():
    assert isinstance(Clock(clock_type=ClockType.ROS_TIME), ROSClock)
    assert not isinstance(Clock(), ROSClock)
    assert Clock().clock_type is ClockType.SYSTEM_TIME
    assert repr(ROSClock()) == "Clock(clock_type=ROS_TIME)"
    with pytest.raises(TypeError, match="ClockType enum"):
        Clock(clock_type="STEADY_TIME")


def test_clocks_tell_the_time_of_their_kind():
    before = time.time_ns()
    assert before <= Clock().now().nanoseconds <= time.time_ns()
    assert ROSClock().now().nanoseconds >= before
    steady = Clock(clock_type=ClockType.STEADY_TIME)
    assert steady.now().clock_type is ClockType.STEADY_TIME
    assert abs(steady.now().nanoseconds - time.monotonic_ns()) < 10**9


def test_a_ros_clock_tells_what_it_was_set_to_once_it_is_active():
    clock = ROSClock()
    clock.set_ros_time_override(_ros(5))
    assert clock.now() > _ros(10**9)
    clock._set_ros_time_is_active(True)
    assert clock.ros_time_is_active
    assert clock.now() == _ros(5)
    with pytest.raises(TypeError, match=r"rclpy.time.Time"):
        clock.set_ros_time_override(5)


def test_jumps_are_told_before_and_after_with_their_size():
    clock, told = ROSClock(), []
    clock._set_ros_time_is_active(True)
    handle = clock.create_jump_callback(
        ANY_JUMP,
        pre_callback=lambda: told.append(clock.now().nanoseconds),
        post_callback=lambda jump: told.append((jump.delta.nanoseconds, jump.clock_change)),
    )
    clock.set_ros_time_override(_ros(3))
    clock.set_ros_time_override(_ros(1))
    clock.set_ros_time_override(_ros(1))
    same = ClockChange.ROS_TIME_NO_CHANGE
    assert told == [0, (3 * 10**9, same), 3 * 10**9, (-2 * 10**9, same)]
    handle.unregister()
    handle.unregister()
    clock.set_ros_time_override(_ros(9))
    assert len(told) == 4


def test_a_change_of_the_source_is_told_once():
    clock, told = ROSClock(), []
    with clock.create_jump_callback(
        ANY_JUMP, post_callback=lambda jump: told.append(jump.clock_change)
    ):
        clock._set_ros_time_is_active(True)
        clock._set_ros_time_is_active(True)
        clock._set_ros_time_is_active(False)
    clock._set_ros_time_is_active(True)
    assert told == [ClockChange.ROS_TIME_ACTIVATED, ClockChange.ROS_TIME_DEACTIVATED]


def test_whoever_waits_is_woken_when_the_time_was_set():
    clock, woken = ROSClock(), []

    def wake():
        woken.append(clock.now().nanoseconds)

    clock.add_wake_callback(wake)
    clock.set_ros_time_override(_ros(1))
    clock._set_ros_time_is_active(True)
    clock.set_ros_time_override(_ros(2))
    clock.remove_wake_callback(wake)
    clock.remove_wake_callback(wake)
    clock.set_ros_time_override(_ros(3))
    assert woken == [10**9, 2 * 10**9]


@pytest.mark.parametrize("kind", [ClockType.SYSTEM_TIME, ClockType.STEADY_TIME])
def test_a_sleep_lasts_as_long_as_it_should(kind):
    clock, start = Clock(clock_type=kind), time.monotonic()
    assert clock.sleep_for(Duration(seconds=0.02), FakeContext())
    assert time.monotonic() - start >= 0.019


def test_a_sleep_in_ros_time_ends_when_the_clock_gets_there():
    clock, context = ROSClock(), FakeContext()
    clock._set_ros_time_is_active(True)
    join = _in_thread(lambda: clock.sleep_until(_ros(2), context))
    _until(lambda: clock._jump_handles)
    clock.set_ros_time_override(_ros(1))
    clock.set_ros_time_override(_ros(2))
    assert join() is True


def test_a_change_of_the_source_ends_a_sleep_without_success():
    clock, context = ROSClock(), FakeContext()
    clock._set_ros_time_is_active(True)
    join = _in_thread(lambda: clock.sleep_until(_ros(2), context))
    _until(lambda: clock._jump_handles)
    clock._set_ros_time_is_active(False)
    assert join() is False


def test_the_end_of_the_context_ends_a_sleep_without_success():
    clock, context = ROSClock(), FakeContext()
    clock._set_ros_time_is_active(True)
    join = _in_thread(lambda: clock.sleep_until(_ros(2), context))
    _until(lambda: clock._jump_handles)
    context.shut_down()
    assert join() is False


def test_sleeps_leave_nothing_behind_in_their_context():
    clock, context = Clock(), FakeContext()
    for _ in range(5):
        clock.sleep_for(Duration(nanoseconds=1), context)
    assert len(context.callbacks) == 1
    assert clock._jump_handles == ()


def test_a_sleep_needs_a_time_of_its_clock_and_a_context_that_goes_on():
    context = FakeContext()
    with pytest.raises(ValueError, match="clock type does not match"):
        Clock().sleep_until(_ros(1), context)
    context.shut_down()
    with pytest.raises(NotInitializedException):
        Clock().sleep_for(Duration(seconds=1), context)
