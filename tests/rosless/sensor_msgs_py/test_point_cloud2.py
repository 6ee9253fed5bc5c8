import array
import time

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from sensor_msgs.msg import PointCloud2, PointField
from sensor_msgs_py import point_cloud2
from std_msgs.msg import Header

XYZ = [[0.0, 1.0, 2.0], [1.0, 2.0, 3.0], [5.0, 6.0, 7.0]]
MIXED = [
    PointField(name="x", offset=0, datatype=PointField.FLOAT32, count=1),
    PointField(name="ring", offset=4, datatype=PointField.UINT16, count=1),
    PointField(name="time", offset=8, datatype=PointField.FLOAT64, count=1),
]


@pytest.fixture(name="cloud")
def _cloud():
    return point_cloud2.create_cloud_xyz32(Header(frame_id="lidar"), XYZ)


@given(hnp.arrays(np.float32, st.tuples(st.integers(0, 20), st.just(3))))
def test_positions_come_back_as_they_were(points):
    cloud = point_cloud2.create_cloud_xyz32(Header(), points)
    np.testing.assert_array_equal(point_cloud2.read_points_numpy(cloud), points)
    assert (cloud.width, cloud.height, cloud.point_step) == (len(points), 1, 12)
    assert cloud.row_step == len(cloud.data) == 12 * len(points)


def test_points_are_structured(cloud):
    points = point_cloud2.read_points(cloud)
    assert points.dtype.names == ("x", "y", "z")
    np.testing.assert_array_equal(points["y"], [1.0, 2.0, 6.0])
    assert cloud.header.frame_id == "lidar"


def test_the_fields_that_are_asked_for_come_in_their_order(cloud):
    points = point_cloud2.read_points(cloud, field_names=["z", "x"])
    assert points.dtype.names == ("z", "x")
    with pytest.raises(AssertionError, match="intensity"):
        point_cloud2.read_points(cloud, field_names=["intensity"])


def test_a_list_has_named_tuples(cloud):
    points = point_cloud2.read_points_list(cloud, field_names=("x", "z"))
    assert points[2].z == 7.0
    assert [tuple(point) for point in points] == [(0.0, 2.0), (1.0, 3.0), (5.0, 7.0)]


def test_chosen_points_are_read_by_their_number(cloud):
    points = point_cloud2.read_points_numpy(cloud, uvs=iter([2, 0]))
    np.testing.assert_array_equal(points, [XYZ[2], XYZ[0]])


def test_points_with_nan_are_left_out_when_asked():
    cloud = point_cloud2.create_cloud_xyz32(Header(), [[1.0, 2.0, 3.0], [np.nan, 0.0, 0.0]])
    assert len(point_cloud2.read_points(cloud)) == 2
    assert len(point_cloud2.read_points(cloud, skip_nans=True)) == 1
    cloud.is_dense = True
    assert len(point_cloud2.read_points(cloud, skip_nans=True)) == 2


def test_fields_of_several_types_need_a_structured_array():
    rows = [(1.5, 7, 0.25), (2.5, 8, 0.5)]
    cloud = point_cloud2.create_cloud(Header(), MIXED, rows)
    assert cloud.point_step == 16
    points = point_cloud2.read_points(cloud)
    assert points.tolist() == rows
    again = point_cloud2.create_cloud(Header(), MIXED, points, cloud.point_step)
    assert bytes(again.data) == bytes(cloud.data)
    with pytest.raises(AssertionError, match="same datatype"):
        point_cloud2.read_points_numpy(cloud)
    with pytest.raises(AssertionError, match="same datatype"):
        point_cloud2.create_cloud(Header(), MIXED, np.zeros((2, 3)))


def test_equally_typed_fields_among_others_can_be_read_as_a_plain_array():
    cloud = point_cloud2.create_cloud(Header(), MIXED, [(1.5, 7, 0.25)])
    assert point_cloud2.read_points_numpy(cloud, ["time"]).tolist() == [[0.25]]


def test_padding_between_points_is_skipped():
    fields = [PointField(name="x", offset=4, datatype=PointField.FLOAT32, count=1)]
    cloud = point_cloud2.create_cloud(Header(), fields, [(1.0,), (2.0,)], point_step=32)
    assert (cloud.point_step, len(cloud.data)) == (32, 64)
    assert point_cloud2.read_points(cloud)["x"].tolist() == [1.0, 2.0]


def test_a_cloud_of_the_other_byte_order_is_read(cloud):
    cloud.data = array.array("B", np.array(XYZ, ">f4").tobytes())
    cloud.is_bigendian = True
    before = bytes(cloud.data)
    points = point_cloud2.read_points_numpy(cloud)
    np.testing.assert_array_equal(points, XYZ)
    assert bytes(cloud.data) == before


def test_an_organized_cloud_is_given_as_width_by_height():
    points = np.arange(4 * 5 * 3, dtype=np.float32).reshape(4, 5, 3)
    cloud = point_cloud2.create_cloud_xyz32(Header(), points)
    assert (cloud.width, cloud.height) == (4, 5)
    found = point_cloud2.read_points_numpy(cloud, reshape_organized_cloud=True)
    np.testing.assert_array_equal(found, points)


def test_a_field_with_a_count_becomes_numbered_fields_and_a_nameless_one_gets_a_name():
    fields = [
        PointField(name="", offset=0, datatype=PointField.INT8, count=1),
        PointField(name="normal", offset=4, datatype=PointField.FLOAT32, count=3),
    ]
    kind = point_cloud2.dtype_from_fields(fields)
    assert kind.names == ("unnamed_field_0", "normal_0", "normal_1", "normal_2")
    assert kind.fields["normal_2"][1] == 12


@pytest.mark.parametrize(
    ("fields", "text"),
    [
        ([PointField(name="x", datatype=PointField.INT8, count=0)], "count = 0"),
        ([PointField(name="x", datatype=PointField.INT8, count=1)] * 2, "Duplicate"),
        ([PointField(name="x", datatype=99, count=1)], "unknown datatype 99"),
    ],
)
def test_fields_that_make_no_sense_are_refused(fields, text):
    with pytest.raises(AssertionError, match=text):
        point_cloud2.dtype_from_fields(fields)


def test_a_cloud_with_too_little_data_is_refused(cloud):
    cloud.width = 4
    with pytest.raises(AssertionError, match="4 points of 12 bytes do not fit into 36 bytes"):
        point_cloud2.read_points(cloud)
    with pytest.raises(AssertionError, match="not a sensor_msgs"):
        point_cloud2.read_points(Header())


def test_a_large_cloud_is_made_and_read_without_a_loop_over_its_points():
    points = np.random.default_rng(0).random((200_000, 3), dtype=np.float32)
    begin = time.perf_counter()
    cloud = point_cloud2.create_cloud_xyz32(Header(), points)
    found = point_cloud2.read_points_numpy(cloud)
    assert time.perf_counter() - begin < 0.5
    np.testing.assert_array_equal(found, points)
    assert isinstance(cloud, PointCloud2)
