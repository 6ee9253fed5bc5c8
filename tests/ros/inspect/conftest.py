"""A robot in this process, and us in its domain."""

import runpy
import threading
from pathlib import Path

import pytest

import physai_sim.ros  # noqa: F401 - serves rclpy where there is no ROS

ROBOT = Path(__file__).with_name("live_robot.py")


@pytest.fixture(scope="module")
def robot(request):
    """The robot of `live_robot.py`, in the domain that the module names as `DOMAIN`."""
    import rclpy
    from rclpy.context import Context
    from rclpy.executors import MultiThreadedExecutor

    context = Context()
    rclpy.init(args=[], context=context, domain_id=request.module.DOMAIN)
    node = runpy.run_path(str(ROBOT))["Robot"](context=context)
    executor = MultiThreadedExecutor(4, context=context)
    executor.add_node(node)
    thread = threading.Thread(target=executor.spin)
    thread.start()
    yield node
    executor.shutdown()
    thread.join()
    node.destroy_node()
    rclpy.try_shutdown(context=context)


@pytest.fixture
def live(request, monkeypatch, robot):
    """We, connected to the robot's domain."""
    from physai_sim.ros.inspect.session import connected

    monkeypatch.setenv("ROS_DOMAIN_ID", str(request.module.DOMAIN))
    with connected(2.0) as found:
        yield found
