"""Definitions of the message types that the `rosbags` type store for Jazzy lacks.

Interoperation needs the fields, their order and the constants, so the texts hold nothing else. A
type is added here when something of ours publishes or records it.

Source: docs.ros.org, package pages of ackermann_msgs, control_msgs, vision_msgs and
ros_gz_interfaces as released for Jazzy.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

_ACKERMANN = {
    "ackermann_msgs/msg/AckermannDrive": """
        float32 steering_angle
        float32 steering_angle_velocity
        float32 speed
        float32 acceleration
        float32 jerk
    """,
    "ackermann_msgs/msg/AckermannDriveStamped": """
        std_msgs/Header header
        ackermann_msgs/AckermannDrive drive
    """,
}

_CONTROL = {
    "control_msgs/msg/GripperCommand": """
        float64 position
        float64 max_effort
    """,
    "control_msgs/msg/JointJog": """
        std_msgs/Header header
        string[] joint_names
        float64[] displacements
        float64[] velocities
        float64 duration
    """,
}

_VISION = {
    "vision_msgs/msg/Point2D": """
        float64 x
        float64 y
    """,
    "vision_msgs/msg/Pose2D": """
        vision_msgs/Point2D position
        float64 theta
    """,
    "vision_msgs/msg/BoundingBox2D": """
        vision_msgs/Pose2D center
        float64 size_x
        float64 size_y
    """,
    "vision_msgs/msg/BoundingBox3D": """
        geometry_msgs/Pose center
        geometry_msgs/Vector3 size
    """,
    "vision_msgs/msg/ObjectHypothesis": """
        string class_id
        float64 score
    """,
    "vision_msgs/msg/ObjectHypothesisWithPose": """
        vision_msgs/ObjectHypothesis hypothesis
        geometry_msgs/PoseWithCovariance pose
    """,
    "vision_msgs/msg/Detection2D": """
        std_msgs/Header header
        vision_msgs/ObjectHypothesisWithPose[] results
        vision_msgs/BoundingBox2D bbox
        string id
    """,
    "vision_msgs/msg/Detection2DArray": """
        std_msgs/Header header
        vision_msgs/Detection2D[] detections
    """,
    "vision_msgs/msg/Detection3D": """
        std_msgs/Header header
        vision_msgs/ObjectHypothesisWithPose[] results
        vision_msgs/BoundingBox3D bbox
        string id
    """,
    "vision_msgs/msg/Detection3DArray": """
        std_msgs/Header header
        vision_msgs/Detection3D[] detections
    """,
    "vision_msgs/msg/VisionClass": """
        uint16 class_id
        string class_name
    """,
    "vision_msgs/msg/LabelInfo": """
        std_msgs/Header header
        vision_msgs/VisionClass[] class_map
        float32 threshold
    """,
}

_GAZEBO = {
    "ros_gz_interfaces/msg/Entity": """
        uint8 NONE=0
        uint8 LIGHT=1
        uint8 MODEL=2
        uint8 LINK=3
        uint8 VISUAL=4
        uint8 COLLISION=5
        uint8 SENSOR=6
        uint8 JOINT=7
        uint64 id
        string name
        uint8 type
    """,
    "ros_gz_interfaces/msg/JointWrench": """
        std_msgs/Header header
        std_msgs/String body_1_name
        std_msgs/UInt32 body_1_id
        std_msgs/String body_2_name
        std_msgs/UInt32 body_2_id
        geometry_msgs/Wrench body_1_wrench
        geometry_msgs/Wrench body_2_wrench
    """,
    "ros_gz_interfaces/msg/Contact": """
        ros_gz_interfaces/Entity collision1
        ros_gz_interfaces/Entity collision2
        geometry_msgs/Vector3[] positions
        geometry_msgs/Vector3[] normals
        float64[] depths
        ros_gz_interfaces/JointWrench[] wrenches
    """,
    "ros_gz_interfaces/msg/Contacts": """
        std_msgs/Header header
        ros_gz_interfaces/Contact[] contacts
    """,
}

DEFINITIONS: Mapping[str, str] = MappingProxyType({**_ACKERMANN, **_CONTROL, **_VISION, **_GAZEBO})
"""Full type name (`vision_msgs/msg/Point2D`) to the text of its `.msg` file."""

FIELD_DEFAULTS: Mapping[tuple[str, str], float] = MappingProxyType(
    {("geometry_msgs/msg/Quaternion", "w"): 1.0}
)
"""(type, field) to its default where the released `.msg` gives one; `rosbags` drops defaults.

Without it a default Pose would carry the zero quaternion, which is no rotation; tf2 refuses it.
"""
