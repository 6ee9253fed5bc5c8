"""Programs end at once, however they leave their nodes behind."""

import signal

import pytest

pytestmark = pytest.mark.slow

BEGIN = """
import threading
import time
import rclpy
from std_msgs.msg import String

rclpy.init()
node = rclpy.create_node("node")
publisher = node.create_publisher(String, "chatter", 10)
node.create_subscription(String, "chatter", lambda _: None, 10)
node.create_timer(0.001, lambda: publisher.publish(String(data="x")))
"""


def test_a_program_may_end_without_shutting_anything_down(start):
    program = start(BEGIN + "rclpy.spin_once(node)\nprint('end')\n")
    program.sees("end")
    assert program.ends(seconds=20) == 0


def test_a_daemon_that_spins_holds_nobody_up(start):
    program = start(
        BEGIN
        + "threading.Thread(target=rclpy.spin, args=(node,), daemon=True).start()\n"
        + "time.sleep(0.3)\nprint('end')\n"
    )
    program.sees("end")
    assert program.ends(seconds=20) == 0
    assert "Traceback" not in program.text


def test_a_thread_that_spins_ends_with_a_shutdown(start):
    program = start(
        BEGIN
        + "from rclpy.executors import ExternalShutdownException\n"
        + "def spin():\n"
        + "    try:\n        rclpy.spin(node)\n"
        + "    except ExternalShutdownException:\n        pass\n"
        + "thread = threading.Thread(target=spin)\nthread.start()\n"
        + "time.sleep(0.3)\nrclpy.shutdown()\nthread.join()\nprint('end')\n"
    )
    program.sees("end")
    assert program.ends(seconds=20) == 0
    assert "Traceback" not in program.text


@pytest.mark.parametrize("wait", ["rate.sleep()", "time.sleep(0.01)", "event.wait(0.01)"])
def test_an_interrupt_reaches_a_loop_beside_a_thread_that_spins(start, wait):
    program = start(
        BEGIN
        + "threading.Thread(target=rclpy.spin, args=(node,), daemon=True).start()\n"
        + "rate, event = node.create_rate(20), threading.Event()\n"
        + "try:\n"
        + f"    while rclpy.ok():\n        {wait}\n        print('round')\n"
        + "except KeyboardInterrupt:\n    print('interrupted')\n"
        + "node.destroy_node()\nrclpy.try_shutdown()\nprint('end')\n"
    )
    program.sees("round")
    program.signal(signal.SIGINT)
    program.sees("interrupted")
    program.sees("end")
    assert program.ends(seconds=20) == 0


def test_an_exception_in_the_main_program_ends_it(start):
    program = start(
        BEGIN
        + "threading.Thread(target=rclpy.spin, args=(node,), daemon=True).start()\n"
        + "raise KeyError('lost')\n"
    )
    assert program.ends(seconds=20) == 1
    assert "KeyError: 'lost'" in program.text
