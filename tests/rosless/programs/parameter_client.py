"""Reads and sets the parameters of another node by its services, and hears of the change."""

import rclpy
from rcl_interfaces.msg import ParameterEvent
from rclpy.parameter import Parameter
from rclpy.parameter_client import AsyncParameterClient
from rclpy.parameter_event_handler import ParameterEventHandler


def main():
    rclpy.init()
    node = rclpy.create_node("visitor")
    host = rclpy.create_node("host", namespace="/house")
    host.declare_parameter("speed", 1.5)
    host.declare_parameter("motor.limit", 7)
    executor = rclpy.executors.SingleThreadedExecutor()
    executor.add_node(node)
    executor.add_node(host)
    log = node.get_logger()

    heard = rclpy.Future()
    handler = ParameterEventHandler(node)
    handle = handler.add_parameter_callback(
        parameter_name="speed", node_name="/house/host", callback=heard.set_result
    )
    client = AsyncParameterClient(node, "/house/host")
    if not client.wait_for_services(timeout_sec=20.0):
        raise RuntimeError("no services")

    def wait(future):
        executor.spin_until_future_complete(future, timeout_sec=20.0)
        return future.result()

    names = wait(client.list_parameters(["motor"], 10)).result.names
    log.info(f"names {list(names)}")
    values = wait(client.get_parameters(["speed", "motor.limit"])).values
    log.info(f"speed {values[0].double_value}, limit {values[1].integer_value}")
    results = wait(client.set_parameters([Parameter("speed", value=2.5)])).results
    log.info(f"set {results[0].successful}, now {host.get_parameter('speed').value}")
    log.info(f"heard of {wait(heard).name}")
    results = wait(client.set_parameters([Parameter("speed", value="fast")])).results
    log.info(f"wrong type accepted: {results[0].successful}")
    types = wait(client.get_parameter_types(["speed"])).types
    log.info(f"type {Parameter.Type(types[0]).name}")
    described = wait(client.describe_parameters(["motor.limit"])).descriptors[0]
    log.info(f"described {described.name}")
    handler.remove_parameter_callback(handle)
    log.info(f"event type {ParameterEvent.__name__}")
    executor.shutdown()
    rclpy.shutdown()


if __name__ == "__main__":
    main()
