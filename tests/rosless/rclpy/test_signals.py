"""Signals shut contexts down; Ctrl-C also raises KeyboardInterrupt, as Python does."""

import contextlib
import signal
import threading

import pytest
from rclpy import signals
from rclpy.executors import ExternalShutdownException
from rclpy.signals import SignalHandlerOptions

SPINS = """
    import rclpy
    from rclpy.executors import ExternalShutdownException, MultiThreadedExecutor
    from rclpy.node import Node

    rclpy.init()
    node = Node("node")
    executor = {executor}
    node.create_timer(0.1, lambda: print("ready"))
    try:
        rclpy.spin(node, executor)
        print("quiet end")
    except KeyboardInterrupt:
        print("interrupted")
    except ExternalShutdownException:
        print("shut down")
    print("ok", rclpy.ok())
    node.destroy_node()
    rclpy.try_shutdown()
"""


@pytest.fixture
def handlers():
    """Leaves the signals as they were."""
    before = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
    yield
    signals.uninstall_signal_handlers()
    assert before == {number: signal.getsignal(number) for number in before}


@pytest.mark.parametrize(
    ("options", "handled"),
    [
        (SignalHandlerOptions.NO, []),
        (SignalHandlerOptions.SIGINT, [signal.SIGINT]),
        (SignalHandlerOptions.SIGTERM, [signal.SIGTERM]),
        (SignalHandlerOptions.ALL, [signal.SIGINT, signal.SIGTERM]),
    ],
)
def test_only_the_signals_that_are_asked_for_are_handled(handlers, options, handled):
    signals.install_signal_handlers(options)
    assert signals.get_current_signal_handlers_options() == options
    for number in (signal.SIGINT, signal.SIGTERM):
        assert (signal.getsignal(number) is signals._on_signal) == (number in handled)


def test_a_handled_signal_shuts_contexts_down_and_calls_who_had_it_before(
    nodes, handlers, monkeypatch
):
    seen = []
    before = signal.signal(signal.SIGTERM, lambda number, _: seen.append(number))
    try:
        signals.install_signal_handlers(SignalHandlerOptions.SIGTERM)
        signal.raise_signal(signal.SIGTERM)
        assert seen == [signal.SIGTERM]
        assert not nodes.context.ok()
        signals.uninstall_signal_handlers()
    finally:
        signal.signal(signal.SIGTERM, before)


def test_a_signal_wakes_an_executor_that_waits_in_another_thread(nodes, handlers):
    signals.install_signal_handlers(SignalHandlerOptions.SIGTERM)
    before = signals._previous[signal.SIGTERM]
    signals._previous[signal.SIGTERM] = None

    def spin():
        with contextlib.suppress(ExternalShutdownException):
            nodes.executor.spin_once(timeout_sec=60)

    thread = threading.Thread(target=spin)
    thread.start()
    signal.raise_signal(signal.SIGTERM)
    thread.join(20)
    signals._previous[signal.SIGTERM] = before
    assert not thread.is_alive()


def test_other_threads_than_the_main_one_change_nothing(handlers):
    thread = threading.Thread(target=signals.install_signal_handlers)
    thread.start()
    thread.join()
    assert signals.get_current_signal_handlers_options() == SignalHandlerOptions.NO


@pytest.mark.slow
@pytest.mark.parametrize("executor", ["None", "MultiThreadedExecutor()"])
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_program_that_spins_ends_by_a_signal(start, executor, number):
    program = start(SPINS.format(executor=executor))
    program.sees("ready")
    program.signal(number)
    assert program.ends(seconds=20) == 0
    said = [line for line in program.text.splitlines() if line != "ready"]
    if number == signal.SIGINT:
        assert said == ["interrupted", "ok False"]
    else:
        # Between two waits the loop just ends; in the middle of one, who spins hears of it.
        ends = ("quiet end",) if executor != "None" else ("quiet end", "shut down")
        assert said[0] in ends
        assert said[1:] == ["ok False"]


@pytest.mark.slow
def test_signals_may_be_left_to_the_program(start):
    program = start("""
        import signal, time
        import rclpy

        heard = []
        signal.signal(signal.SIGTERM, lambda *_: (print("mine"), heard.append(1)))
        rclpy.init(signal_handler_options=rclpy.SignalHandlerOptions.NO)
        print("ready")
        while not heard:
            time.sleep(0.01)
        print("ok", rclpy.ok())
        rclpy.shutdown()
    """)
    program.sees("ready")
    program.signal(signal.SIGTERM)
    program.sees("mine")
    program.sees("ok True")
    assert program.ends() == 0


@pytest.mark.slow
def test_an_interrupt_without_a_handler_in_the_program_ends_it_as_python_does(start):
    program = start("""
        import rclpy

        rclpy.init()
        node = rclpy.create_node("node")
        print("ready")
        rclpy.spin(node)
    """)
    program.sees("ready")
    program.signal(signal.SIGINT)
    assert program.ends() == -signal.SIGINT
    assert "KeyboardInterrupt" in program.text


@pytest.mark.slow
def test_a_forked_child_ends_at_once_and_a_spawned_one_has_a_life_of_its_own(start):
    program = start("""
        import multiprocessing
        import os
        import sys
        import rclpy
        from std_msgs.msg import String

        def work():
            rclpy.init()
            node = rclpy.create_node("child")
            node.create_publisher(String, "chatter", 1)
            assert node.wait_for_node("/parent", 30)
            node.destroy_node()
            rclpy.shutdown()

        if __name__ == "__main__":
            rclpy.init()
            node = rclpy.create_node("parent")
            child = os.fork()
            if child == 0:
                sys.exit(7)
            print("forked", os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
            process = multiprocessing.get_context("spawn").Process(target=work)
            process.start()
            process.join()
            print("spawned", process.exitcode)
            node.destroy_node()
            rclpy.shutdown()
    """)
    program.sees("forked 7", seconds=30)
    program.sees("spawned 0", seconds=60)
    assert program.ends() == 0
