"""Starting and stopping over and over leaves nothing behind."""

import pytest

pytestmark = [pytest.mark.slow, pytest.mark.timeout(900)]

CYCLES = """
    import gc
    import os
    import threading

    import rclpy
    from example_interfaces.action import Fibonacci
    from example_interfaces.srv import AddTwoInts
    from physai_sim.rosless.dds import participant
    from rclpy.action import ActionClient, ActionServer
    from rclpy.executors import MultiThreadedExecutor
    from std_msgs.msg import String


    def execute(handle):
        handle.succeed()
        return Fibonacci.Result()


    def cycle(number):
        rclpy.init()
        node = rclpy.create_node("node")
        publisher = node.create_publisher(String, "chatter", 10)
        node.create_subscription(String, "chatter", lambda m: heard.append(m.data), 10)
        node.create_service(AddTwoInts, "add", lambda request, response: response)
        node.create_client(AddTwoInts, "add")
        server = ActionServer(node, Fibonacci, "fibonacci", execute)
        client = ActionClient(node, Fibonacci, "fibonacci")
        node.create_timer(0.001, lambda: publisher.publish(String(data="x")))
        heard = []
        executor = MultiThreadedExecutor(2) if number % 2 else None
        while len(heard) < 3:
            rclpy.spin_once(node, executor=executor, timeout_sec=1)
        if executor is not None:
            executor.shutdown()
        node.destroy_node()
        rclpy.shutdown()


    def held():
        gc.collect()
        status = open("/proc/self/status").read()
        native = int(status.split("Threads:")[1].split()[0])
        resident_kb = int(status.split("VmRSS:")[1].split()[0])
        files = len(os.listdir("/proc/self/fd"))
        return threading.active_count(), native, files, resident_kb


    for number in range(20):
        cycle(number)
    before = held()
    for number in range(180):
        cycle(number)
    after = held()
    print("threads", before[0], after[0])
    print("native", before[1], after[1])
    print("files", before[2], after[2])
    print("grown_kb", after[3] - before[3])
    print("left", len(participant._open), len(participant._domains))
"""


def test_two_hundred_starts_and_stops_leave_nothing_behind(start):
    program = start(CYCLES)
    assert program.ends(seconds=800) == 0, program.text
    said = dict(line.split(" ", 1) for line in program.text.splitlines())
    for kind in ("threads", "native", "files"):
        before, after = map(int, said[kind].split())
        assert after <= before, (kind, said)
    assert said["left"] == "0 0"
    assert int(said["grown_kb"]) < 20_000, said
