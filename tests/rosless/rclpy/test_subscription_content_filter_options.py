from rclpy.subscription_content_filter_options import ContentFilterOptions
from std_msgs.msg import String


def test_a_filter_is_accepted_and_everything_arrives(company):
    nodes, heard = company(166), []
    node = nodes.node("node")
    options = ContentFilterOptions("data = %0", ["'yes'"])
    subscription = node.create_subscription(
        String, "chatter", lambda m: heard.append(m.data), 10, content_filter_options=options
    )
    publisher = node.create_publisher(String, "chatter", 10)
    nodes.spin_until(lambda: publisher.get_subscription_count() == 1)
    publisher.publish(String(data="no"))
    nodes.spin_until(lambda: heard)
    assert heard == ["no"]
    assert not subscription.is_cft_enabled
