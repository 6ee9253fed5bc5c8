import re

import pytest

from physai_sim.messages import qos, topics
from physai_sim.messages.typestore import typestore

KINDS = ("rgb", "depth", "joint_state", "odometry", "contact", "numbers")
# ROS 2 design, "Topic and service name mapping to DDS".
LEGAL = re.compile(r"^(/[a-z][a-z0-9_]*)+$")


def all_topics(spec):
    found = [*topics.SINGLE, topics.LIGHTS, topics.CHUNK]
    for robot in spec.robots.values():
        found += [topics.true_odometry(robot.name), topics.true_tool(robot.name)]
        found += [topics.robot_description(robot.name, spec), *topics.command_topics(robot, spec)]
    for sensor in spec.sensors.values():
        found.append(topics.sensor_topic(sensor, spec))
        if sensor.camera is not None:
            found.append(topics.camera_info_topic(sensor, spec))
    return found


@pytest.fixture
def one(make_episode, make_robot, make_sensor):
    return make_episode(make_robot("ego"), sensors=[make_sensor(kind) for kind in KINDS])


@pytest.fixture
def two(make_episode, make_robot, make_sensor):
    robots = make_robot("left", "joint_delta"), make_robot("right", "end_effector_delta")
    sensors = [make_sensor(k, f"{r.name}_{k}", body=r.name) for k in KINDS for r in robots]
    return make_episode(*robots, sensors=[*sensors, make_sensor("rgb", "overview", body="world")])


def test_every_topic_has_a_legal_name_and_a_known_type(one, two):
    for topic in (*all_topics(one), *all_topics(two)):
        assert LEGAL.match(topic.name), topic
        assert topic.type_name in typestore().fielddefs, topic


def test_no_two_topics_share_a_name(one, two):
    for spec in (one, two):
        names = [topic.name for topic in all_topics(spec)]
        assert len(set(names)) == len(names)


def test_a_lone_robot_has_the_names_that_ros_expects(one):
    names = {topic.name: topic.type_name for topic in all_topics(one)}
    assert names["/odom"] == "nav_msgs/msg/Odometry"
    assert names["/joint_states"] == "sensor_msgs/msg/JointState"
    assert names["/robot_description"] == "std_msgs/msg/String"
    assert names["/ackermann_cmd"] == "ackermann_msgs/msg/AckermannDriveStamped"
    assert names["/front_camera/image_raw/compressed"] == "sensor_msgs/msg/CompressedImage"
    assert names["/front_camera/camera_info"] == "sensor_msgs/msg/CameraInfo"
    assert names["/front_depth/image_raw"] == "sensor_msgs/msg/Image"
    assert names["/clock"] == "rosgraph_msgs/msg/Clock"
    assert names["/tf"] == names["/tf_static"] == "tf2_msgs/msg/TFMessage"


def test_two_robots_have_a_namespace_each_and_what_is_fixed_has_none(two):
    names = {topic.name for topic in all_topics(two)}
    for robot in ("left", "right"):
        assert f"/{robot}/joint_states" in names
        assert f"/{robot}/odom" in names
        assert f"/{robot}/robot_description" in names
        assert f"/{robot}/gripper_cmd" in names
        assert f"/{robot}/{robot}_rgb/image_raw/compressed" in names
        assert f"/{robot}/{robot}_rgb/camera_info" in names
    assert "/left/joint_jog" in names
    assert "/right/tool_twist" in names
    assert "/overview/camera_info" in names


def test_a_raw_image_lies_beside_its_intrinsics(one):
    sensor = one.sensors["front_camera"]
    topic = topics.sensor_topic(sensor, one, raw_images=True)
    assert topic.name == "/front_camera/image_raw"
    assert topic.type_name == "sensor_msgs/msg/Image"


def test_what_is_said_once_is_latched(one):
    once = (topics.TF_STATIC, topics.EPISODE, topics.ROUTE, topics.OUTCOME)
    for topic in (*once, topics.robot_description("ego", one)):
        assert topic.qos.durability == "transient_local"
        assert topic.qos.reliability == "reliable"


def test_nothing_that_repeats_is_latched(one):
    repeating = (topics.CLOCK, topics.TF, topics.BODIES, topics.CONTACTS, topics.ACTION)
    sensors = [topics.sensor_topic(sensor, one) for sensor in one.sensors.values()]
    assert all(topic.qos.durability == "volatile" for topic in (*repeating, *sensors))


def test_the_clock_and_images_are_reliable(one):
    assert topics.CLOCK.qos == qos.CLOCK
    assert topics.CLOCK.qos.reliability == "reliable"
    image = topics.sensor_topic(one.sensors["front_camera"], one)
    info = topics.camera_info_topic(one.sensors["front_camera"], one)
    assert image.qos == info.qos == qos.SENSOR
    assert image.qos.reliability == "reliable"


def test_truth_lies_apart_from_what_a_robot_may_know(one):
    truth = list(topics.SINGLE[3:])
    truth += [topics.true_odometry("ego"), topics.true_tool("ego")]
    assert all(topic.name.startswith("/sim/ground_truth/") for topic in truth)
    sensors = [topics.sensor_topic(sensor, one).name for sensor in one.sensors.values()]
    assert not any(name.startswith("/sim/") for name in sensors)
