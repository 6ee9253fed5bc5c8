from geometry_msgs.msg import TransformStamped
from rclpy.qos import DurabilityPolicy
from tf2_ros import StaticTransformBroadcaster


def _to(child, x=0.0):
    message = TransformStamped(child_frame_id=child)
    message.transform.translation.x = x
    return message


def test_each_message_repeats_what_was_sent_before_as_only_the_last_is_kept(node):
    broadcaster = StaticTransformBroadcaster(node)
    _, qos, publisher = node.publishers["/tf_static"]
    assert (qos.depth, qos.durability) == (1, DurabilityPolicy.TRANSIENT_LOCAL)
    broadcaster.sendTransform(_to("camera"))
    broadcaster.sendTransform([_to("lidar"), _to("imu")])
    assert publisher.sent == [["camera"], ["camera", "lidar", "imu"]]


def test_the_last_transform_of_a_child_frame_holds(node):
    broadcaster = StaticTransformBroadcaster(node)
    broadcaster.sendTransform([_to("camera", 1.0), _to("lidar", 2.0)])
    broadcaster.sendTransform(_to("camera", 3.0))
    publisher = node.publishers["/tf_static"][2]
    assert publisher.sent[-1] == ["camera", "lidar"]
    assert [item.transform.translation.x for item in publisher.last.transforms] == [3.0, 2.0]
