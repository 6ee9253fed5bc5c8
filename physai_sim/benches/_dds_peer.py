"""The other process of the bench `dds`: publishes pictures, or serves additions.

`python -m physai_sim.benches._dds_peer pictures HZ COUNT` (HZ 0: as fast as it goes) or `serve`.
"""

from __future__ import annotations

import sys
import time

from physai_sim import rosless

rosless.install()

import rclpy  # noqa: E402 - served from here on where there is no ROS
from example_interfaces.srv import AddTwoInts  # noqa: E402
from rclpy.duration import Duration  # noqa: E402
from rclpy.executors import ExternalShutdownException  # noqa: E402
from rclpy.node import Node  # noqa: E402
from rclpy.qos import QoSProfile  # noqa: E402
from sensor_msgs.msg import Image  # noqa: E402

WIDTH_PX, HEIGHT_PX = 640, 480
TOPIC, SERVICE = "/bench/image", "/bench/add"
PICTURES = QoSProfile(depth=5)
NS_PER_S = 1_000_000_000
READY_S = 20.0


def publish(node: Node, hz: int, count: int) -> None:
    """Publish pictures with the wall time in their stamps, and their number in their frames."""
    publisher = node.create_publisher(Image, TOPIC, PICTURES)
    deadline = time.monotonic() + READY_S
    while not publisher.get_subscription_count() and time.monotonic() < deadline:
        time.sleep(0.01)
    time.sleep(0.2)  # the subscriber must have found us too
    image = Image(height=HEIGHT_PX, width=WIDTH_PX, encoding="rgb8", step=3 * WIDTH_PX)
    image.data = bytes(3 * WIDTH_PX * HEIGHT_PX)
    begin = time.monotonic_ns()
    for index in range(count):
        if hz:
            due_ns = begin + index * NS_PER_S // hz
            time.sleep(max(0, due_ns - time.monotonic_ns()) / NS_PER_S)
        image.header.frame_id = str(index)
        image.header.stamp.sec, image.header.stamp.nanosec = divmod(time.time_ns(), NS_PER_S)
        publisher.publish(image)
    publisher.wait_for_all_acked(Duration(seconds=5))


def serve(node: Node) -> None:
    """Add numbers until told to stop."""

    def add(request: AddTwoInts.Request, response: AddTwoInts.Response) -> AddTwoInts.Response:
        response.sum = request.a + request.b
        return response

    node.create_service(AddTwoInts, SERVICE, add)
    rclpy.spin(node)


def main() -> None:
    """See the module."""
    rclpy.init(args=[])
    node = Node("bench_peer", start_parameter_services=False, enable_rosout=False)
    try:
        if sys.argv[1] == "serve":
            serve(node)
        else:
            publish(node, int(sys.argv[2]), int(sys.argv[3]))
    except (KeyboardInterrupt, ExternalShutdownException):
        pass
    finally:
        node.destroy_node()
        rclpy.try_shutdown()


if __name__ == "__main__":
    main()
