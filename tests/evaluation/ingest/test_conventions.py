import pytest

from physai_sim.core.errors import BagError
from physai_sim.evaluation.ingest.conventions import doubts, roles_of
from physai_sim.evaluation.ingest.topic_map import TopicMap

ODOMETRY, PATH = "nav_msgs/msg/Odometry", "nav_msgs/msg/Path"
POSE, POSE_COVARIANCE = (
    "geometry_msgs/msg/PoseStamped",
    "geometry_msgs/msg/PoseWithCovarianceStamped",
)
TWIST, TWIST_STAMPED = "geometry_msgs/msg/Twist", "geometry_msgs/msg/TwistStamped"
DRIVE, STRING = "ackermann_msgs/msg/AckermannDriveStamped", "std_msgs/msg/String"
KINEMATIC = "/localization/kinematic_state"
TF = "tf2_msgs/msg/TFMessage"


def roles(known, **topics):
    return roles_of(known, TopicMap(topics=topics))


@pytest.mark.parametrize(
    ("known", "role", "name"),
    [
        ({"/odom": ODOMETRY, "/odometry/filtered": ODOMETRY}, "odometry", "/odom"),
        ({"/wheel": ODOMETRY, "/odometry/filtered": ODOMETRY}, "odometry", "/odometry/filtered"),
        ({"/a": ODOMETRY, "/localization/kinematic_state": ODOMETRY}, "odometry", KINEMATIC),
        ({"/steering/odometry": ODOMETRY, "/x": ODOMETRY}, "odometry", "/steering/odometry"),
        ({"/wheels": ODOMETRY}, "odometry", "/wheels"),
        ({"/amcl_pose": POSE_COVARIANCE, "/goal_pose": POSE}, "pose", "/amcl_pose"),
        ({"/cmd_vel": TWIST, "/drive": DRIVE}, "command", "/drive"),
        ({"/cmd_vel": TWIST, "/vehicle/twist": TWIST_STAMPED}, "command", "/cmd_vel"),
        ({"/carla/ego/ackermann": DRIVE}, "command", "/carla/ego/ackermann"),
        ({"/local_plan": PATH, "/plan": PATH}, "route", "/plan"),
        ({"/robot/instruction": STRING, "/says": STRING}, "instruction", "/robot/instruction"),
        ({"/arm/tcp_pose": POSE}, "tool", "/arm/tcp_pose"),
    ],
)
def test_usual_names_and_types_tell_what_topics_are(known, role, name):
    assert roles(known)[role] == name


@pytest.mark.parametrize(
    ("known", "role"),
    [
        ({"/says": STRING}, "instruction"),
        ({"/vehicle/twist": TWIST_STAMPED}, "command"),
        ({"/goal": POSE}, "pose"),
        ({"/odom": STRING}, "odometry"),
    ],
)
def test_what_neither_name_nor_type_tells_is_not_guessed(known, role):
    assert role not in roles(known)


def test_the_topic_map_is_followed_against_all_conventions():
    known = {"/odom": ODOMETRY, "/mine": ODOMETRY}
    assert roles(known, odometry="/mine")["odometry"] == "/mine"


def test_a_topic_map_of_another_robot_is_refused_with_what_was_found():
    with pytest.raises(
        BagError, match=r"no such topic, which the topic map names as odometry"
    ) as e:
        roles({"/odom": ODOMETRY, "/says": STRING}, odometry="/mine")
    assert "/odom (nav_msgs/msg/Odometry)" in str(e.value)
    with pytest.raises(BagError, match=r"/says: the topic map names it as command.*got 'std_msgs"):
        roles({"/says": STRING}, command="/says")


def test_names_that_promise_another_type_are_doubted():
    known = {"/odom": STRING, "/cmd_vel": STRING, "/pose": POSE}
    found = {fault.topic: fault.kind for fault in doubts(known, roles(known))}
    assert found["/odom"] == found["/cmd_vel"] == "wrong_type"


def test_what_is_missing_is_named_with_what_was_found():
    faults = doubts({"/says": STRING}, {})
    assert [fault.kind for fault in faults] == ["missing", "missing"]
    assert "nav_msgs/msg/Odometry" in faults[0].text
    assert "found /says (std_msgs/msg/String)" in faults[0].text
    assert not doubts({"/tf": TF, "/drive": DRIVE}, {"command": "/drive"})


def test_that_two_robots_were_recorded_is_told_unless_a_topic_map_decides():
    known = {"/robot2/odom": ODOMETRY, "/robot1/odom": ODOMETRY, "/robot1/cmd_vel": TWIST}
    (doubt,) = doubts(known, roles(known))
    assert (doubt.kind, doubt.topic, doubt.count) == ("ambiguous", "/robot1/odom", 1)
    assert "/robot2/odom" in doubt.text
    mapped = roles(known, odometry="/robot2/odom")
    assert doubts(known, mapped, named=["odometry"]) == []


def test_a_usual_name_without_a_namespace_is_beyond_doubt():
    known = {"/odom": ODOMETRY, "/wheels/odom": ODOMETRY, "/cmd_vel": TWIST}
    assert doubts(known, roles(known)) == []
