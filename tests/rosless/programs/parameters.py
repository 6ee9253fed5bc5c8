"""Declares parameters with ranges and a veto, tries to set them, and shows what became of it."""

import rclpy
from rcl_interfaces.msg import (
    FloatingPointRange,
    IntegerRange,
    ParameterDescriptor,
    SetParametersResult,
)
from rclpy.exceptions import ParameterAlreadyDeclaredException
from rclpy.node import Node
from rclpy.parameter import Parameter


class Configured(Node):
    def __init__(self):
        super().__init__("configured")
        self.declare_parameter("name", "nobody")
        gain = ParameterDescriptor(
            description="how strongly to react",
            floating_point_range=[FloatingPointRange(from_value=0.0, to_value=1.0, step=0.0)],
        )
        self.declare_parameter("gain", 0.5, gain)
        steps = ParameterDescriptor(
            integer_range=[IntegerRange(from_value=0, to_value=10, step=2)]
        )
        self.declare_parameters("", [("steps", 4, steps), ("joints", [0.0, 1.0])])
        fixed = ParameterDescriptor(read_only=True)
        self.declare_parameter("serial", 7, fixed)
        self.add_on_set_parameters_callback(self.on_set)

    def on_set(self, parameters):
        for parameter in parameters:
            if parameter.name == "name" and parameter.value == "forbidden":
                return SetParametersResult(successful=False, reason="that name is taken")
        return SetParametersResult(successful=True)

    def show(self):
        for name in ("name", "gain", "steps", "joints", "serial"):
            value = self.get_parameter(name).value
            value = list(value) if name == "joints" else value
            self.get_logger().info(f"{name} is {value}")

    def try_to_set(self, name, value):
        [result] = self.set_parameters([Parameter(name, value=value)])
        outcome = "set" if result.successful else f"refused ({result.reason})"
        self.get_logger().info(f"{name}={value}: {outcome}")


def main(args=None):
    rclpy.init(args=args)
    node = Configured()
    node.show()
    for name, value in (
        ("gain", 0.75),
        ("gain", 2.0),
        ("gain", "much"),
        ("steps", 6),
        ("steps", 5),
        ("serial", 8),
        ("name", "forbidden"),
        ("name", "somebody"),
    ):
        node.try_to_set(name, value)
    try:
        node.declare_parameter("name", "again")
    except ParameterAlreadyDeclaredException as error:
        node.get_logger().info(f"refused: {type(error).__name__}")
    node.show()
    rclpy.shutdown()


if __name__ == "__main__":
    main()
