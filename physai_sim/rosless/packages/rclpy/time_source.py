"""Lets clocks follow the topic `/clock` where a node's parameter `use_sim_time` is set.

Source: design.ros2.org, "Clock and Time".
"""

from __future__ import annotations

import weakref
from typing import Any

from rclpy.callback_groups import MutuallyExclusiveCallbackGroup
from rclpy.clock import ROSClock
from rclpy.clock_type import ClockType
from rclpy.parameter import Parameter
from rclpy.qos import QoSProfile, ReliabilityPolicy
from rclpy.time import Time

CLOCK_TOPIC = "/clock"
USE_SIM_TIME_NAME = "use_sim_time"


class TimeSource:
    """Moves clocks as the topic says.

    Args:
        node: Subscribes, and has the parameter.
    """

    def __init__(self, *, node: Any = None) -> None:
        self._clock_sub: Any = None
        self._node_weak_ref: weakref.ref[Any] | None = None
        self._associated_clocks: set[ROSClock] = set()
        self._last_time_set = Time(clock_type=ClockType.ROS_TIME)
        self._ros_time_is_active = False
        if node is not None:
            self.attach_node(node)

    @property
    def ros_time_is_active(self) -> bool:
        """Whether its clocks follow the topic."""
        return self._ros_time_is_active

    @ros_time_is_active.setter
    def ros_time_is_active(self, enabled: bool) -> None:
        if self._ros_time_is_active == enabled:
            return
        self._ros_time_is_active = enabled
        for clock in self._associated_clocks:
            clock._set_ros_time_is_active(enabled)
        if enabled:
            self._subscribe()
        else:
            self._unsubscribe()

    def attach_node(self, node: Any) -> None:
        """Follow the topic for this node, as its parameter says.

        Raises:
            TypeError: If it is no node.
        """
        from rclpy.node import Node

        if not isinstance(node, Node):
            raise TypeError(f"Node must be of type rclpy.node.Node, got {type(node)}")
        self.detach_node()
        self._node_weak_ref = weakref.ref(node)
        if not node.has_parameter(USE_SIM_TIME_NAME):
            node.declare_parameter(USE_SIM_TIME_NAME, False)
        given = node.get_parameter(USE_SIM_TIME_NAME)
        if given.type_ is Parameter.Type.BOOL:
            self.ros_time_is_active = given.value
            if given.value:
                self._subscribe()
        else:
            node.get_logger().error(
                f"Invalid type for parameter '{USE_SIM_TIME_NAME}' {given.type_} should be bool"
            )
        node.add_on_set_parameters_callback(self._on_parameters)

    def detach_node(self) -> None:
        """Do not follow the topic any more."""
        node = self._node()
        if node is not None:
            self._unsubscribe()
            node.remove_on_set_parameters_callback(self._on_parameters)
        self._node_weak_ref = None

    def attach_clock(self, clock: ROSClock) -> None:
        """Move this clock as well.

        Raises:
            ValueError: If it is not a clock of ROS time.
        """
        if not isinstance(clock, ROSClock):
            raise ValueError("Only clocks with type ROS_TIME can be attached.")
        clock.set_ros_time_override(self._last_time_set)
        clock._set_ros_time_is_active(self.ros_time_is_active)
        self._associated_clocks.add(clock)

    def detach_clock(self, clock: ROSClock) -> None:
        """Leave this clock where it is."""
        self._associated_clocks.discard(clock)

    def clock_callback(self, msg: Any) -> None:
        """Move all clocks to the time of a `rosgraph_msgs/msg/Clock`."""
        self._last_time_set = Time.from_msg(msg.clock)
        for clock in self._associated_clocks:
            clock.set_ros_time_override(self._last_time_set)

    def destroy(self) -> None:
        """Follow nothing any more."""
        self.detach_node()
        self._associated_clocks.clear()

    def _subscribe(self) -> None:
        from rosgraph_msgs.msg import Clock

        node = self._node()
        if node is None or self._clock_sub is not None:
            return
        self._clock_sub = node.create_subscription(
            Clock,
            CLOCK_TOPIC,
            self.clock_callback,
            QoSProfile(depth=1, reliability=ReliabilityPolicy.BEST_EFFORT),
            callback_group=MutuallyExclusiveCallbackGroup(),  # time goes on while callbacks run
        )

    def _unsubscribe(self) -> None:
        node, subscription = self._node(), self._clock_sub
        if node is not None and subscription is not None:
            node.destroy_subscription(subscription)
        self._clock_sub = None

    def _on_parameters(self, parameters: list[Parameter]) -> Any:
        """Turn on or off as the parameter says; refuse a value that is no boolean."""
        from rcl_interfaces.msg import SetParametersResult

        for parameter in parameters:
            if parameter.name != USE_SIM_TIME_NAME:
                continue
            if parameter.type_ is not Parameter.Type.BOOL:
                reason = f"{USE_SIM_TIME_NAME} parameter set to something besides a bool"
                return SetParametersResult(successful=False, reason=reason)
            self.ros_time_is_active = parameter.value
        return SetParametersResult(successful=True)

    def _node(self) -> Any:
        return None if self._node_weak_ref is None else self._node_weak_ref()
