"""Pairs the images of two cameras by their stamps and measures their brightness."""

import message_filters
import numpy as np
import rclpy
from cv_bridge import CvBridge
from rclpy.node import Node
from rclpy.qos import qos_profile_sensor_data
from sensor_msgs.msg import CameraInfo, Image


class Cameras(Node):
    def __init__(self):
        super().__init__("cameras")
        self.bridge, self.count = CvBridge(), 0
        topics = ("left/image_raw", "right/image_raw")
        self.images = [self.create_publisher(Image, name, 10) for name in topics]
        self.info = self.create_publisher(CameraInfo, "left/camera_info", 10)
        self.create_timer(0.05, self.on_timer)

    def on_timer(self):
        stamp = self.get_clock().now().to_msg()
        for side, publisher in enumerate(self.images):
            pixels = np.full((48, 64, 3), 100 * side + self.count % 50, np.uint8)
            message = self.bridge.cv2_to_imgmsg(pixels, encoding="rgb8")
            message.header.stamp = stamp
            message.header.frame_id = ("left", "right")[side]
            publisher.publish(message)
        info = CameraInfo(width=64, height=48)
        info.header.stamp = stamp
        self.info.publish(info)
        self.count += 1


class Stereo(Node):
    def __init__(self):
        super().__init__("stereo")
        self.bridge, self.done, self.pairs = CvBridge(), rclpy.Future(), 0
        left = message_filters.Subscriber(
            self, Image, "left/image_raw", qos_profile=qos_profile_sensor_data
        )
        right = message_filters.Subscriber(self, Image, "right/image_raw")
        info = message_filters.Subscriber(self, CameraInfo, "left/camera_info")
        self.sync = message_filters.ApproximateTimeSynchronizer([left, right, info], 10, 0.02)
        self.sync.registerCallback(self.on_pair)

    def on_pair(self, left, right, info):
        grey = [self.bridge.imgmsg_to_cv2(message, "mono8") for message in (left, right)]
        difference = int(grey[1].astype(int).mean() - grey[0].mean())
        same = left.header.stamp == right.header.stamp == info.header.stamp
        self.pairs += 1
        if self.pairs == 3:
            self.get_logger().info(f"3 pairs, same stamp {same}, difference {difference}")
            self.done.set_result(None)


def main():
    rclpy.init()
    executor = rclpy.executors.SingleThreadedExecutor()
    cameras, stereo = Cameras(), Stereo()
    executor.add_node(cameras)
    executor.add_node(stereo)
    executor.spin_until_future_complete(stereo.done, timeout_sec=20.0)
    rclpy.shutdown()


if __name__ == "__main__":
    main()
