import physai_sim.ros  # noqa: F401 - serves rclpy where there is no ROS
from physai_sim.cli.qos_options import QosOptions
from physai_sim.ros.inspect.qos import Wish


def test_what_is_not_asked_for_is_left_open():
    assert QosOptions().wish() == Wish()


def test_the_options_are_a_wish_together():
    options = QosOptions(
        qos_profile="sensor_data",
        qos_history="keep_all",
        qos_depth=3,
        qos_reliability="reliable",
        qos_durability="volatile",
    )
    assert options.wish() == Wish("sensor_data", "keep_all", 3, "reliable", "volatile")
