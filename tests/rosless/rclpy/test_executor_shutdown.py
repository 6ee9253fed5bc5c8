"""Executors end when their callbacks have, in whatever threads those ran."""

import threading

import rclpy
from rclpy.context import Context
from rclpy.executors import SingleThreadedExecutor
from rclpy.node import Node
from rclpy.task import Future


def test_a_coroutine_may_end_in_another_thread_than_it_began_in():
    context = Context()
    rclpy.init(context=context, domain_id=69)
    node, executor = Node("waits", context=context), SingleThreadedExecutor(context=context)
    executor.add_node(node)
    future, threads = Future(), []

    async def wait():
        threads.append(threading.current_thread())
        await future
        threads.append(threading.current_thread())

    def spin(count):
        while len(threads) < count:
            executor.spin_once(timeout_sec=1)

    def spin_elsewhere(count):
        spinner = threading.Thread(target=spin, args=(count,))
        spinner.start()
        spinner.join(10)
        return spinner

    try:
        node.create_guard_condition(wait).trigger()
        first = spin_elsewhere(1)
        future.set_result(None)
        assert threads == [first]
        assert spin_elsewhere(2) is threads[1]
        assert executor.shutdown(timeout_sec=1)
    finally:
        node.destroy_node()
        rclpy.shutdown(context=context)
