"""A simulated clock that jumps back is followed by clocks, timers and transforms."""

import pytest

pytestmark = pytest.mark.slow

FOLLOWS = """
    import rclpy
    from rclpy.duration import Duration
    from rclpy.parameter import Parameter
    from rclpy.time import Time
    from tf2_ros import Buffer, TransformListener

    rclpy.init()
    node = rclpy.create_node("follows")
    buffer = Buffer(node=node)
    listener = TransformListener(buffer, node)
    node.create_timer(
        1.0, lambda: print("tick", node.get_clock().now().nanoseconds // 10**9, flush=True)
    )

    def look():
        known = buffer.can_transform("map", "base", Time())
        print("transform", known, "at", node.get_clock().now().nanoseconds // 10**9, flush=True)

    node.create_timer(0.25, look, clock=rclpy.clock.Clock())
    rclpy.spin(node)
"""


@pytest.fixture
def clock(watch):
    """`clock(12)`: the time that is published from now on [s]."""
    from rosgraph_msgs.msg import Clock

    publisher = watch.node.create_publisher(Clock, "/clock", 10)
    now = [0]

    def publish():
        message = Clock()
        message.clock.sec = now[0]
        publisher.publish(message)

    watch.node.create_timer(0.02, publish)
    return lambda seconds: now.__setitem__(0, seconds)


def test_time_timers_and_transforms_follow_a_jump_back(start, watch, clock):
    from geometry_msgs.msg import TransformStamped
    from tf2_ros import TransformBroadcaster

    program = start(FOLLOWS, "--ros-args", "-p", "use_sim_time:=true")
    broadcaster = TransformBroadcaster(watch.node)

    def tell(seconds):
        transform = TransformStamped()
        transform.header.frame_id, transform.child_frame_id = "map", "base"
        transform.header.stamp.sec = seconds
        transform.transform.rotation.w = 1.0
        broadcaster.sendTransform(transform)

    clock(100)
    watch.spin_until(lambda: tell(100) or "transform True at 100" in program.text)
    clock(102)
    watch.spin_until(lambda: "tick 102" in program.text)
    clock(10)
    watch.spin_until(lambda: "transform False at 10" in program.text)  # the buffer is empty
    assert "Detected jump back in time. Clearing tf buffer." in program.text
    assert "tick 10\n" not in program.text
    clock(11)
    watch.spin_until(lambda: "tick 11\n" in program.text)  # one period after the jump
    watch.spin_until(lambda: tell(11) or "transform True at 11" in program.text)
