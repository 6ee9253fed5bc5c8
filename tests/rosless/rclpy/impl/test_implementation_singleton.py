from rclpy import exceptions
from rclpy.clock import ClockType
from rclpy.duration import Infinite
from rclpy.impl.implementation_singleton import rclpy_implementation


def test_it_has_what_programs_take_from_the_compiled_part():
    assert rclpy_implementation.RCLError is exceptions.RCLError
    assert rclpy_implementation.InvalidHandle is exceptions.InvalidHandle
    assert rclpy_implementation.ClockType is ClockType
    assert Infinite.nanoseconds == rclpy_implementation.RMW_DURATION_INFINITE
    assert rclpy_implementation.rclpy_get_rmw_implementation_identifier() == "rmw_cyclonedds_cpp"
    assert rclpy_implementation.rclpy_remove_ros_args(["a", "--ros-args", "b"]) == ["a"]
