import copy
import pickle
from array import array

import numpy as np
import pytest
from geometry_msgs.msg import Point, Pose, PoseWithCovariance, Twist
from sensor_msgs.msg import Image, JointState
from std_msgs.msg import Header, String
from std_srvs.srv import SetBool


def test_keywords_set_fields_and_the_others_have_defaults():
    image = Image(height=2, header=Header(frame_id="camera"))
    assert (image.height, image.width, image.header.frame_id) == (2, 0, "camera")


def test_unknown_keywords_are_refused_with_the_known_ones():
    with pytest.raises(AssertionError, match=r"Invalid arguments .*: heigth .*fields of Image"):
        Image(heigth=2)


def test_unknown_attributes_are_refused():
    with pytest.raises(AttributeError):
        String().dat = "x"


def test_messages_are_equal_by_their_fields():
    assert Point(x=1.0) == Point(x=1.0)
    assert Point(x=1.0) != Point(x=2.0)
    assert Point() != Twist().linear
    one, other = PoseWithCovariance(), PoseWithCovariance()
    other.covariance[3] = 1.0
    assert one != other


def test_texts_are_those_of_rosidl():
    assert repr(String(data="hi")) == "std_msgs.msg.String(data='hi')"
    joints = JointState(name=["a"], position=[0.5])
    assert repr(joints).endswith("name=['a'], position=[0.5], velocity=[], effort=[])")
    assert repr(SetBool.Request()) == "std_srvs.srv.SetBool_Request(data=False)"


@pytest.mark.parametrize("again", [copy.deepcopy, lambda m: pickle.loads(pickle.dumps(m))])
def test_a_copy_is_equal_and_apart(again):
    pose = PoseWithCovariance(pose=Pose(position=Point(x=1.0)))
    made = again(pose)
    assert made == pose
    made.covariance[0] = made.pose.position.x = 5.0
    assert (pose.covariance[0], pose.pose.position.x) == (0.0, 1.0)


def test_messages_cannot_be_hashed():
    with pytest.raises(TypeError, match="unhashable"):
        hash(String())


def test_the_fields_types_are_a_copy():
    Image.get_fields_and_field_types().clear()
    assert Image.get_fields_and_field_types()["data"] == "sequence<uint8>"


def test_messages_never_share_a_default():
    one, other = PoseWithCovariance(), PoseWithCovariance()
    one.covariance[0] = 7.0
    one.pose.position.x = 1.0
    assert (other.covariance[0], other.pose.position.x) == (0.0, 0.0)


def test_numbers_are_arrays_as_in_rclpy():
    image, pose = Image(), PoseWithCovariance()
    image.data = b"\x01\x02"
    assert image.data == array("B", [1, 2])
    assert np.asarray(image.data).tolist() == [1, 2]
    assert np.shares_memory(np.asarray(image.data), np.frombuffer(image.data, np.uint8))
    pose.covariance = list(range(36))
    assert isinstance(pose.covariance, np.ndarray)
    assert pose.covariance.dtype == np.float64
