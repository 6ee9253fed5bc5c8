from geometry_msgs.msg import TransformStamped
from rclpy.qos import QoSProfile
from tf2_msgs.msg import TFMessage
from tf2_ros import TransformBroadcaster


def test_one_transform_or_several_go_out_in_one_message(node):
    broadcaster = TransformBroadcaster(node)
    kind, qos, publisher = node.publishers["/tf"]
    assert (kind, qos.depth) == (TFMessage, 100)
    one, two = TransformStamped(child_frame_id="a"), TransformStamped(child_frame_id="b")
    broadcaster.sendTransform(one)
    broadcaster.sendTransform([one, two])
    broadcaster.sendTransform((two,))
    assert publisher.sent == [["a"], ["a", "b"], ["b"]]


def test_the_profile_can_be_chosen(node):
    profile = QoSProfile(depth=3)
    TransformBroadcaster(node, qos=profile)
    assert node.publishers["/tf"][1] is profile
