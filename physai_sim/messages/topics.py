"""The one table of topics: name, type and QoS, for bags now and for live ROS later.

Frames: `map` is the world frame, `odom` starts where `map` is, `base_link` (or a robot's own
base link) moves in `odom`, each camera has a `<name>_optical_frame` (REP-103, REP-105).
"""

from __future__ import annotations

from dataclasses import dataclass

from physai_sim.core.types import EpisodeSpec, RobotSpec, SensorSpec
from physai_sim.messages import qos, ranging
from physai_sim.messages.qos import QosProfile

MAP_FRAME = "map"
ODOM_FRAME = "odom"
TRUTH = "/sim/ground_truth"


@dataclass(frozen=True, slots=True)
class Topic:
    """A topic: its name, the type of its messages, how it is offered."""

    name: str
    type_name: str
    qos: QosProfile = qos.DEFAULT


CLOCK = Topic("/clock", "rosgraph_msgs/msg/Clock", qos.CLOCK)
TF = Topic("/tf", "tf2_msgs/msg/TFMessage", qos.TF)
TF_STATIC = Topic("/tf_static", "tf2_msgs/msg/TFMessage", qos.TF_STATIC)

EPISODE = Topic(f"{TRUTH}/episode", "std_msgs/msg/String", qos.LATCHED)
ROUTE = Topic(f"{TRUTH}/route", "nav_msgs/msg/Path", qos.LATCHED)
OUTCOME = Topic(f"{TRUTH}/outcome", "std_msgs/msg/String", qos.LATCHED)
BODIES = Topic(f"{TRUTH}/bodies", "vision_msgs/msg/Detection3DArray")
CONTACTS = Topic(f"{TRUTH}/contacts", "ros_gz_interfaces/msg/Contacts")
REWARD = Topic(f"{TRUTH}/reward", "std_msgs/msg/Float64")
SUCCESS = Topic(f"{TRUTH}/success", "std_msgs/msg/Bool")
ACTION = Topic(f"{TRUTH}/action", "physai_msgs/msg/Values")
PRIVILEGED = Topic(f"{TRUTH}/privileged", "physai_msgs/msg/Values")
CONDITIONS = Topic(f"{TRUTH}/conditions", "physai_msgs/msg/Values")
SINGLE = (
    *(CLOCK, TF, TF_STATIC, EPISODE, ROUTE, OUTCOME),
    *(BODIES, CONTACTS, REWARD, SUCCESS, ACTION, PRIVILEGED, CONDITIONS),
)
LIGHTS = Topic(f"{TRUTH}/lights", "physai_msgs/msg/Values")
"""Only where the world has traffic lights."""
CHUNK = Topic("/policy/chunk", "physai_msgs/msg/ActionChunk")
"""What the policy decided; whoever has the policy says it."""


# Kind of sensor: name below the robot's namespace, type, QoS.
_SENSORS = {
    "rgb": ("{name}/image_raw", "sensor_msgs/msg/Image", qos.SENSOR),
    "jpeg": ("{name}/image_raw/compressed", "sensor_msgs/msg/CompressedImage", qos.SENSOR),
    "depth": ("{name}/image_raw", "sensor_msgs/msg/Image", qos.SENSOR),
    "segmentation": ("{name}/image_raw", "sensor_msgs/msg/Image", qos.SENSOR),
    "joint_state": ("joint_states", "sensor_msgs/msg/JointState", qos.DEFAULT),
    "odometry": ("odom", "nav_msgs/msg/Odometry", qos.DEFAULT),
    "contact": ("{name}", "physai_msgs/msg/Values", qos.SENSOR),
    "numbers": ("{name}", "physai_msgs/msg/Values", qos.SENSOR),
    "imu": ("{name}/data", "sensor_msgs/msg/Imu", qos.SENSOR),
    "scan": ("{name}/scan", ranging.LASER_SCAN, qos.SENSOR),
    "lidar": ("{name}/points", ranging.POINT_CLOUD, qos.SENSOR),
    "pose": ("{name}", "geometry_msgs/msg/PoseWithCovarianceStamped", qos.SENSOR),
    "gnss": ("{name}/fix", "sensor_msgs/msg/NavSatFix", qos.SENSOR),
}


def prefix(robot: str, spec: EpisodeSpec) -> str:
    """Namespace of a robot's topics: none while it is alone."""
    return "" if len(spec.robots) <= 1 else f"/{robot}"


def true_odometry(robot: str) -> Topic:
    """Exact pose and twist of a robot, which no odometry of its own may be mistaken for."""
    return Topic(f"{TRUTH}/{robot}/odom", "nav_msgs/msg/Odometry")


def true_tool(robot: str) -> Topic:
    """Exact pose of an arm's tool."""
    return Topic(f"{TRUTH}/{robot}/tool", "geometry_msgs/msg/PoseStamped")


def robot_description(robot: str, spec: EpisodeSpec) -> Topic:
    """The robot's URDF."""
    name = f"{prefix(robot, spec)}/robot_description"
    return Topic(name, "std_msgs/msg/String", qos.LATCHED)


def sensor_topic(sensor: SensorSpec, spec: EpisodeSpec, *, raw_images: bool = False) -> Topic:
    """Where a sensor's readings go."""
    space = prefix(sensor.body, spec) if sensor.body in spec.robots else ""
    kind: str = sensor.kind
    if kind == "rgb" and not raw_images:
        kind = "jpeg"
    if kind == "lidar" and ranging.is_planar(sensor):
        kind = "scan"
    path, type_name, profile = _SENSORS[kind]
    return Topic(f"{space}/{path.format(name=sensor.name)}", type_name, profile)


def camera_info_topic(sensor: SensorSpec, spec: EpisodeSpec) -> Topic:
    """Where a camera's intrinsics go, with the stamp of each image."""
    space = prefix(sensor.body, spec) if sensor.body in spec.robots else ""
    return Topic(f"{space}/{sensor.name}/camera_info", "sensor_msgs/msg/CameraInfo", qos.SENSOR)


def labels_topic(sensor: SensorSpec, spec: EpisodeSpec) -> Topic:
    """Where the names of a segmentation camera's numbers go, once."""
    space = prefix(sensor.body, spec) if sensor.body in spec.robots else ""
    return Topic(f"{space}/{sensor.name}/labels", "std_msgs/msg/String", qos.LATCHED)


def command_topics(robot: RobotSpec, spec: EpisodeSpec) -> tuple[Topic, ...]:
    """Where a robot's actions go as standard commands."""
    space = prefix(robot.name, spec)
    if robot.action_kind in ("acceleration_curvature", "steering_speed"):
        return (Topic(f"{space}/ackermann_cmd", "ackermann_msgs/msg/AckermannDriveStamped"),)
    if robot.action_kind == "joint_delta":
        arm = Topic(f"{space}/joint_jog", "control_msgs/msg/JointJog")
    else:
        arm = Topic(f"{space}/tool_twist", "geometry_msgs/msg/TwistStamped")
    gripper = Topic(f"{space}/gripper_cmd", "control_msgs/msg/GripperCommand")
    return (arm, gripper) if robot.has_gripper else (arm,)


def twist_topic(robot: RobotSpec, spec: EpisodeSpec, *, stamped: bool) -> Topic:
    """Where a car also takes a speed and a turn rate."""
    kind = "TwistStamped" if stamped else "Twist"
    return Topic(f"{prefix(robot.name, spec)}/cmd_vel", f"geometry_msgs/msg/{kind}")


def trajectory_topic(robot: RobotSpec, spec: EpisodeSpec) -> Topic:
    """Where an arm also takes joint trajectories, one of them an action chunk."""
    name = f"{prefix(robot.name, spec)}/arm_controller/joint_trajectory"
    return Topic(name, "trajectory_msgs/msg/JointTrajectory")


TICK = Topic("/sim/tick", "physai_msgs/msg/Tick")
ACK = Topic("/sim/ack", "physai_msgs/msg/Ack", QosProfile(depth=100))
EPISODE_OUTCOME = Topic("/sim/outcome", "physai_msgs/msg/Outcome", qos.LATCHED)
DIAGNOSTICS = Topic("/diagnostics", "diagnostic_msgs/msg/DiagnosticArray")


def observation_topics(spec: EpisodeSpec, *, raw_images: bool = False) -> tuple[Topic, ...]:
    """What an observation is put together from: sensors, a task's truth, and the tick."""
    sensors = [sensor_topic(one, spec, raw_images=raw_images) for one in spec.sensors.values()]
    return (*sensors, PRIVILEGED, TICK)
