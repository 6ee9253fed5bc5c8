"""The newer name of `rclpy.topic_endpoint_info`."""

from rclpy.topic_endpoint_info import (
    TopicEndpointInfo,
    TopicEndpointTypeEnum,
)
from rclpy.topic_endpoint_info import (
    TopicEndpointTypeEnum as EndpointTypeEnum,
)

__all__ = ["EndpointTypeEnum", "TopicEndpointInfo", "TopicEndpointTypeEnum"]
