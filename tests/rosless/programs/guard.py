"""Wakes an executor from another thread with a guard condition."""

import threading

import rclpy
from rclpy.executors import SingleThreadedExecutor


def main():
    rclpy.init()
    node = rclpy.create_node("guarded")
    executor = SingleThreadedExecutor()
    executor.add_node(node)
    calls = []
    guard = node.create_guard_condition(lambda: calls.append(threading.current_thread().name))
    timer = threading.Timer(0.2, guard.trigger)
    timer.start()
    executor.spin_once(timeout_sec=20.0)
    timer.join()
    node.get_logger().info(f"called {len(calls)} time in {calls[0]}")
    executor.spin_once(timeout_sec=0.1)
    node.get_logger().info(f"{len(calls)} in all")
    node.destroy_guard_condition(guard)
    executor.shutdown()
    node.destroy_node()
    rclpy.shutdown()


if __name__ == "__main__":
    main()
