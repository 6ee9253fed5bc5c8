import numpy as np
import pytest

from physai_sim.core.errors import PhysAIError, UnknownNameError
from physai_sim.messages.definitions import DEFINITIONS
from physai_sim.messages.typestore import make_message, typestore

ALL_TYPES = sorted(typestore().fielddefs)


def test_the_store_is_made_once():
    assert typestore() is typestore()


@pytest.mark.parametrize("name", sorted(DEFINITIONS))
def test_every_definition_of_ours_is_in_the_store(name):
    assert name in typestore().fielddefs


def test_the_definitions_repeat_nothing_that_the_store_has():
    from rosbags.typesys import Stores, get_typestore

    assert not DEFINITIONS.keys() & get_typestore(Stores.ROS2_JAZZY).fielddefs.keys()


@pytest.mark.parametrize("name", ALL_TYPES)
def test_a_default_message_of_every_type_survives_the_wire(name):
    store = typestore()
    data = store.serialize_cdr(make_message(name), name)
    again = store.deserialize_cdr(data, name)
    assert bytes(store.serialize_cdr(again, name)) == bytes(data)


@pytest.mark.parametrize(
    ("name", "digest"),
    [
        # As a ROS 2 Jazzy endpoint announces them in its discovery data.
        (
            "std_msgs/msg/String",
            "RIHS01_df668c740482bbd48fb39d76a70dfd4bd59db1288021743503259e948f6b1a18",
        ),
        (
            "rosgraph_msgs/msg/Clock",
            "RIHS01_692f7a66e93a3c83e71765d033b60349ba68023a8c689a79e48078bcb5c58564",
        ),
    ],
)
def test_type_hashes_are_those_that_ros_2_computes(name, digest):
    assert typestore().hash_rihs01(name) == digest


def test_given_fields_are_set_and_the_others_are_defaults():
    message = make_message("sensor_msgs/msg/Image", height=2, encoding="rgb8")
    assert (message.height, message.width, message.encoding) == (2, 0, "rgb8")
    assert message.data.dtype == np.uint8
    assert message.data.shape == (0,)
    assert message.header.frame_id == ""


def test_a_default_orientation_is_a_rotation():
    orientation = make_message("geometry_msgs/msg/Pose").orientation
    assert (orientation.x, orientation.y, orientation.z, orientation.w) == (0.0, 0.0, 0.0, 1.0)


def test_fixed_arrays_have_their_length_and_dtype():
    covariance = make_message("geometry_msgs/msg/PoseWithCovariance").covariance
    assert covariance.shape == (36,)
    assert covariance.dtype == np.float64


def test_messages_never_share_a_default():
    one, other = make_message("nav_msgs/msg/Odometry"), make_message("nav_msgs/msg/Odometry")
    one.pose.covariance[0] = 7.0
    one.header.frame_id = "odom"
    assert other.pose.covariance[0] == 0.0
    assert other.header.frame_id == ""
    assert make_message("tf2_msgs/msg/TFMessage").transforms is not (
        make_message("tf2_msgs/msg/TFMessage").transforms
    )


@pytest.mark.parametrize(
    "given", [[0, 255], (0, 255), b"\x00\xff", np.array([[0], [255]], np.int64)]
)
def test_numbers_become_flat_arrays_of_the_fields_dtype(given):
    data = make_message("sensor_msgs/msg/Image", data=given).data
    assert data.dtype == np.uint8
    assert data.tolist() == [0, 255]


def test_an_array_that_fits_already_is_not_copied():
    pixels = np.zeros((4, 4, 3), np.uint8)
    assert np.shares_memory(make_message("sensor_msgs/msg/Image", data=pixels).data, pixels)


@pytest.mark.parametrize(
    "given", [np.array([300]), np.array([1.5]), np.array([-1]), np.array([np.nan])]
)
def test_numbers_that_do_not_fit_the_field_are_refused(given):
    with pytest.raises(PhysAIError, match=r"sensor_msgs/msg/Image\.data: .* expected uint8"):
        make_message("sensor_msgs/msg/Image", data=given)


def test_an_unknown_type_names_the_closest_known_one():
    with pytest.raises(UnknownNameError, match="did you mean 'sensor_msgs/msg/Image'"):
        make_message("sensor_msgs/msg/Imge")


def test_an_unknown_field_names_the_known_ones():
    with pytest.raises(UnknownNameError, match="did you mean 'height'"):
        make_message("sensor_msgs/msg/Image", heigth=2)


def test_contact_constants_are_on_the_class():
    assert type(make_message("ros_gz_interfaces/msg/Entity")).COLLISION == 5
