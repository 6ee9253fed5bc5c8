from geometry_msgs.msg import TransformStamped
from rclpy.callback_groups import ReentrantCallbackGroup
from rclpy.qos import DurabilityPolicy
from rclpy.time import Time
from tf2_msgs.msg import TFMessage
from tf2_ros import Buffer, TransformListener


def _message(child):
    transform = TransformStamped(child_frame_id=child)
    transform.header.frame_id = "map"
    transform.header.stamp.sec = 5
    transform.transform.rotation.w = 1.0
    return TFMessage(transforms=[transform])


def test_both_topics_fill_the_buffer(node):
    buffer = Buffer()
    listener = TransformListener(buffer, node)
    node.subscriptions["/tf"][1](_message("base"))
    node.subscriptions["/tf_static"][1](_message("camera"))
    assert buffer.lookup_transform("map", "base", Time()).header.stamp.sec == 5
    assert buffer.can_transform("map", "camera", Time(seconds=1))
    assert not buffer.can_transform("map", "base", Time(seconds=1))
    assert listener.buffer is buffer


def test_its_subscriptions_have_tf2s_profiles_and_a_group_of_their_own(node):
    listener = TransformListener(Buffer(), node)
    _, _, moving, group = node.subscriptions["/tf"]
    _, _, static, same_group = node.subscriptions["/tf_static"]
    assert (moving.depth, moving.durability) == (100, DurabilityPolicy.VOLATILE)
    assert (static.depth, static.durability) == (100, DurabilityPolicy.TRANSIENT_LOCAL)
    assert isinstance(group, ReentrantCallbackGroup)
    assert group is same_group is listener.group


def test_a_listener_that_is_gone_has_no_subscriptions(node):
    listener = TransformListener(Buffer(), node)
    listener.unregister()
    assert node.destroyed == ["/tf", "/tf_static"]
