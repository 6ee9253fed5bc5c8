"""`rclpy_implementation`: what programs take from rclpy's compiled part."""

from __future__ import annotations

from types import SimpleNamespace

from rclpy import exceptions
from rclpy.clock_type import ClockType
from rclpy.duration import MAX_NS
from rclpy.qos import QoSCompatibility
from rclpy.utilities import get_rmw_implementation_identifier, remove_ros_args

rclpy_implementation = SimpleNamespace(
    ClockType=ClockType,
    InvalidHandle=exceptions.InvalidHandle,
    NodeNameNonExistentError=exceptions.NodeNameNonExistentError,
    QoSCompatibility=QoSCompatibility,
    RCLError=exceptions.RCLError,
    RCLInvalidROSArgsError=exceptions.RCLInvalidROSArgsError,
    RMW_DURATION_INFINITE=MAX_NS,
    TimerCancelledError=exceptions.TimerCancelledError,
    UnknownROSArgsError=exceptions.UnknownROSArgsError,
    UnsupportedEventTypeError=exceptions.UnsupportedEventTypeError,
    rclpy_get_rmw_implementation_identifier=get_rmw_implementation_identifier,
    rclpy_remove_ros_args=remove_ros_args,
)
