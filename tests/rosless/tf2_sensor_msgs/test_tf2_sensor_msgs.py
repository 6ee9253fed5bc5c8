import math

import numpy as np
import pytest
import tf2_ros
from geometry_msgs.msg import Quaternion, TransformStamped, Vector3
from sensor_msgs.msg import PointCloud2, PointField
from sensor_msgs_py import point_cloud2
from std_msgs.msg import Header
from tf2_sensor_msgs import do_transform_cloud, transform_points

from physai_sim.core.geometry import Pose, from_rpy

POSE = Pose((1.0, -2.0, 3.0), from_rpy(0.3, -0.5, 1.2))
POINTS = np.random.default_rng(1).normal(size=(50, 3)).astype(np.float32)
EXPECTED = POINTS @ POSE.matrix()[:3, :3].T + POSE.position_m


@pytest.fixture(name="transform")
def _transform():
    message = TransformStamped()
    message.header.frame_id = "map"
    message.transform.translation = Vector3(**dict(zip("xyz", POSE.position_m, strict=True)))
    turned = dict(zip("xyzw", POSE.rotation_xyzw, strict=True))
    message.transform.rotation = Quaternion(**turned)
    return message


def test_points_move_as_the_matrix_says(transform):
    found = transform_points(POINTS, transform.transform)
    np.testing.assert_allclose(found, EXPECTED, atol=1e-6)


def test_a_cloud_moves_into_the_parent_frame_and_keeps_its_stamp(transform):
    header = Header(frame_id="lidar")
    header.stamp.sec = 4
    cloud = point_cloud2.create_cloud_xyz32(header, POINTS)
    found = do_transform_cloud(cloud, transform)
    np.testing.assert_allclose(point_cloud2.read_points_numpy(found), EXPECTED, atol=1e-5)
    assert (found.header.frame_id, found.header.stamp.sec) == ("map", 4)
    assert cloud.header.frame_id == "lidar"
    np.testing.assert_array_equal(point_cloud2.read_points_numpy(cloud), POINTS)


def test_other_fields_stay_as_they_are(transform):
    fields = [
        PointField(name=name, offset=4 * number, datatype=PointField.FLOAT32, count=1)
        for number, name in enumerate(("x", "y", "z", "intensity"))
    ]
    rows = np.hstack([POINTS, np.arange(50, dtype=np.float32)[:, None]])
    cloud = point_cloud2.create_cloud(Header(), fields, rows)
    found = point_cloud2.read_points(do_transform_cloud(cloud, transform))
    np.testing.assert_array_equal(found["intensity"], np.arange(50))
    np.testing.assert_allclose(found["z"], EXPECTED[:, 2], atol=1e-5)


def test_a_cloud_without_positions_is_refused(transform):
    with pytest.raises(AssertionError, match="needs the fields x, y, and z"):
        do_transform_cloud(PointCloud2(), transform)


def test_the_import_registers_clouds():
    assert tf2_ros.TransformRegistration().get(PointCloud2) is do_transform_cloud


def test_a_transform_that_is_not_stamped_keeps_the_frame(transform):
    transform.transform.rotation = Quaternion(z=math.sin(0.5), w=math.cos(0.5))
    cloud = point_cloud2.create_cloud_xyz32(Header(frame_id="lidar"), POINTS)
    assert do_transform_cloud(cloud, transform.transform).header.frame_id == "lidar"
