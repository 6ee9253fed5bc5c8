import pytest
from rclpy.clock import Clock, ClockChange, JumpThreshold, TimeJump
from rclpy.duration import Duration

NO_CHANGE = ClockChange.ROS_TIME_NO_CHANGE


def _jump(nanoseconds, change=NO_CHANGE):
    return TimeJump(change, Duration(nanoseconds=nanoseconds))


def test_a_threshold_tells_jumps_of_its_size_and_larger_ones():
    threshold = JumpThreshold(
        min_forward=Duration(nanoseconds=10),
        min_backward=Duration(nanoseconds=-5),
        on_clock_change=False,
    )
    told = [n for n in (-6, -5, -4, 0, 9, 10, 11) if threshold.is_exceeded(_jump(n))]
    assert told == [-6, -5, 10, 11]
    assert not threshold.is_exceeded(_jump(0, ClockChange.ROS_TIME_ACTIVATED))


def test_a_change_of_the_source_of_time_is_told_whatever_the_size():
    threshold = JumpThreshold(min_forward=None, min_backward=None)
    assert threshold.is_exceeded(_jump(0, ClockChange.ROS_TIME_ACTIVATED))
    assert threshold.is_exceeded(_jump(0, ClockChange.ROS_TIME_DEACTIVATED))
    assert not threshold.is_exceeded(_jump(10**9))


@pytest.mark.parametrize(
    ("options", "reason"),
    [
        ({"min_forward": Duration(), "min_backward": None}, "min_forward must be a positive"),
        ({"min_forward": None, "min_backward": Duration()}, "min_backward must be a negative"),
        (
            {"min_forward": None, "min_backward": None, "on_clock_change": False},
            "At least one jump threshold",
        ),
    ],
)
def test_a_threshold_that_makes_no_sense_is_refused(options, reason):
    with pytest.raises(ValueError, match=reason):
        JumpThreshold(**options)


def test_a_handle_needs_a_callback_that_can_be_called():
    threshold = JumpThreshold(min_forward=None, min_backward=None)
    with pytest.raises(ValueError, match="One of pre_callback or post_callback"):
        Clock().create_jump_callback(threshold)
    with pytest.raises(ValueError, match="post_callback must be callable"):
        Clock().create_jump_callback(threshold, post_callback=3)
    with pytest.raises(ValueError, match="pre_callback must be callable"):
        Clock().create_jump_callback(threshold, pre_callback=3)


def test_a_jump_says_how_the_clock_changed():
    with pytest.raises(TypeError, match="ClockChange"):
        TimeJump(1, Duration())
    assert _jump(3).delta == Duration(nanoseconds=3)
    assert _jump(3).clock_change is NO_CHANGE
