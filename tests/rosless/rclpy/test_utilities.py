import pytest
from rclpy import utilities
from rclpy.context import Context
from rclpy.exceptions import RCLError


@pytest.fixture
def default_context(monkeypatch):
    monkeypatch.setattr(utilities, "g_default_context", None)
    yield utilities.get_default_context()
    utilities.try_shutdown()


def test_time_outs_in_nanoseconds_are_negative_where_there_is_none():
    assert utilities.timeout_sec_to_nsec(None) == -1
    assert utilities.timeout_sec_to_nsec(-0.5) == -1
    assert utilities.timeout_sec_to_nsec(0) == 0
    assert utilities.timeout_sec_to_nsec(1.5) == 1_500_000_000


def test_the_default_context_is_one_until_it_is_shut_down(default_context):
    assert utilities.get_default_context() is default_context
    default_context.init([], domain_id=150)
    assert utilities.ok()
    utilities.shutdown()
    assert not default_context.ok()
    assert utilities.get_default_context() is not default_context
    assert not utilities.ok()


def test_a_second_shutdown_raises_and_a_try_does_not(default_context):
    other = Context()
    other.init([], domain_id=150)
    utilities.try_shutdown(context=other)
    utilities.try_shutdown(context=other)
    with pytest.raises(RCLError, match="shut down already"):
        utilities.shutdown(context=other)
    assert utilities.get_default_context() is default_context


def test_a_context_that_was_shut_down_is_replaced_by_a_try(default_context):
    default_context.init([], domain_id=150)
    default_context.shutdown()
    utilities.try_shutdown()
    assert utilities.get_default_context() is not default_context


def test_the_middleware_is_the_one_whose_protocol_is_spoken():
    assert utilities.get_rmw_implementation_identifier() == "rmw_cyclonedds_cpp"
    assert utilities.get_available_rmw_implementations() == {"rmw_cyclonedds_cpp"}


def test_arguments_for_ros_are_removed(monkeypatch):
    words = ["prog", "a", "--ros-args", "-r", "x:=y", "--", "b"]
    assert utilities.remove_ros_args(words) == ["prog", "a", "b"]
    monkeypatch.setattr("sys.argv", ["other", "--ros-args", "-p", "a:=1"])
    assert utilities.remove_ros_args() == ["other"]
