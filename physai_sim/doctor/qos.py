"""Is every topic of a bag offered as ROS 2 expects it?"""

from __future__ import annotations

from physai_sim.doctor._recordings import recordings
from physai_sim.doctor.base import REINSTALL, Finding
from physai_sim.messages import qos, topics
from physai_sim.messages.qos import QosProfile

LATCHED = ("robot_description", "labels", "episode", "route", "outcome")
SENSOR_TYPES = (
    "geometry_msgs/msg/PoseWithCovarianceStamped",
    "sensor_msgs/msg/CameraInfo",
    "sensor_msgs/msg/CompressedImage",
    "sensor_msgs/msg/Image",
    "sensor_msgs/msg/Imu",
    "sensor_msgs/msg/LaserScan",
    "sensor_msgs/msg/PointCloud2",
)
NUMBERS = "physai_msgs/msg/Values"


class Qos:
    """Every topic of a bag has the quality of service that ROS 2 expects of its kind."""

    remedy = REINSTALL

    def run(self) -> Finding:
        """See `Check`."""
        count = 0
        for world, recording in recordings():
            for topic, type_name in recording.topics.items():
                wanted, got = expected(topic, type_name), recording.qos[topic]
                if got != wanted:
                    told = f"{world}: {topic} is offered as {_told(got)}, not {_told(wanted)}"
                    return Finding("FAIL", told)
                count += 1
        return Finding("ok", f"{count} topics are offered as ROS 2 expects them")


def expected(topic: str, type_name: str) -> QosProfile:
    """The profile of a topic by what it is: this is no copy of the table that recorders use."""
    fixed = {"/clock": qos.CLOCK, "/tf": qos.TF, "/tf_static": qos.TF_STATIC}
    if topic in fixed:
        return fixed[topic]
    if topic.rpartition("/")[2] in LATCHED:
        return qos.LATCHED
    # A robot's touch is a sensor and has no message type of its own.
    touch = type_name == NUMBERS and not topic.startswith(topics.TRUTH)
    return qos.SENSOR if touch or type_name in SENSOR_TYPES else qos.DEFAULT


def _told(profile: QosProfile) -> str:
    return f"{profile.reliability}, {profile.durability}, depth {profile.depth}"
