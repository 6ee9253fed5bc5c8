"""Messages of segmentation, imu, lidar, pose and depth with gaps: exact, and as the REPs say."""

from dataclasses import replace

import numpy as np
import pytest

from physai_sim.core.errors import BagError
from physai_sim.core.geometry import Pose, from_rpy
from physai_sim.core.types import MountSpec, ScanSpec, SensorSpec
from physai_sim.messages import topics
from physai_sim.messages.episode import static_transforms
from physai_sim.messages.labels import labels_from, labels_message
from physai_sim.messages.ranging import POINT
from physai_sim.messages.sensors import reading_from, reading_message
from physai_sim.messages.typestore import make_message as make

STAMP = 12_345_678_901
MOUNT = MountSpec("ego/base_link", Pose((1.0, 2.0, 3.0), from_rpy(0.1, 0.2, 0.3)))
LABELS = {"ground": ("link0",), "ego": ("base_link", "left_wheel")}


def scan(*elevations):
    return ScanSpec(-0.5, 1.0, 4, elevations, 0.5, 20.0)


def spec(name):
    frame, count = f"{name}_frame", 3 if name == "lidar" else 1
    shapes = {"segmentation": (24, 32, 2), "imu": (10,), "pose": (7,), "gnss": (3,)}
    rings = {"scanner": scan(0.0), "lidar": scan(-0.2, 0.0, 0.2)}.get(name)
    return SensorSpec(
        name=name,
        kind="lidar" if rings else name,
        rate_hz=10,
        body="ego",
        frame="map" if name == "pose" else frame,
        shape=shapes.get(name, (count, 4, 2)),
        mount=MOUNT if rings or name in ("imu", "gnss") else None,
        scan=rings,
        labels=LABELS if name == "segmentation" else {},
    )


def reading(name):
    rng = np.random.default_rng(3)
    if name == "segmentation":
        return rng.integers(0, 2**24, (24, 32, 2), dtype=np.int32)
    if name in ("imu", "pose", "gnss"):
        return rng.normal(size=spec(name).shape)
    found = rng.uniform(0.5, 1.0, spec(name).shape).astype(np.float32)
    found[0, :3] = [[20.0, 0.0], [0.0, 0.0], [19.5, 0.25]]
    return found


NAMES = ("segmentation", "imu", "pose", "gnss", "scanner", "lidar")
every = pytest.mark.parametrize("name", NAMES)


def sent(name, wire):
    return wire(reading_message(make, spec(name), STAMP, reading(name)))


@every
def test_a_reading_survives_exactly(name, wire):
    again = reading_from(spec(name), sent(name, wire))
    assert again.dtype == reading(name).dtype
    np.testing.assert_array_equal(again, reading(name))


@every
def test_a_message_has_type_stamp_and_frame_of_its_sensor(name, wire, make_episode):
    message, topic = sent(name, wire), topics.sensor_topic(spec(name), make_episode())
    assert message.__msgtype__ == topic.type_name
    assert (message.header.stamp.sec, message.header.stamp.nanosec) == (12, 345_678_901)
    assert message.header.frame_id == spec(name).frame


def test_topics_have_the_names_that_ros_users_expect(make_episode):
    found = [topics.sensor_topic(spec(name), make_episode()).name for name in NAMES]
    assert found == [
        "/segmentation/image_raw",
        "/imu/data",
        "/pose",
        "/gnss/fix",
        "/scanner/scan",
        "/lidar/points",
    ]
    labels = topics.labels_topic(spec("segmentation"), make_episode())
    assert (labels.name, labels.qos.durability) == ("/segmentation/labels", "transient_local")


def test_a_scan_says_its_rays_and_what_is_out_of_range(wire):
    message = sent("scanner", wire)
    assert (message.angle_min, message.angle_max) == (-0.5, 1.0)
    assert message.angle_increment == pytest.approx(0.5)
    assert (message.range_min, message.range_max) == (0.5, 20.0)
    assert (message.scan_time, message.time_increment) == (pytest.approx(0.1), 0.0)
    assert message.ranges[:3].tolist() == [np.inf, -np.inf, 19.5]  # REP-117
    assert len(message.ranges) == len(message.intensities) == 4


def test_a_cloud_has_its_points_where_the_rays_end(wire):
    message = sent("lidar", wire)
    assert [field.name for field in message.fields][:5] == ["x", "y", "z", "intensity", "ring"]
    assert (message.height, message.width, message.is_dense) == (3, 4, False)
    assert message.row_step == 4 * message.point_step == 96
    points = np.frombuffer(message.data.tobytes(), POINT).reshape(3, 4)
    assert points["ring"][:, 0].tolist() == [0, 1, 2]
    assert np.isnan(points["x"][0, :2]).all()
    point, distance = points[2, 1], reading("lidar")[2, 1, 0]
    flat = distance * np.cos(0.2)  # elevation 0.2; the second of four columns stands at 0
    assert [point["x"], point["y"], point["z"]] == pytest.approx([flat, 0, distance * np.sin(0.2)])
    assert points["intensity"][0, 2] == 0.25


def test_covariances_are_the_variances_and_zeros_mean_unknown(wire):
    quiet = sent("imu", wire)
    assert not quiet.linear_acceleration_covariance.any()
    loud = replace(spec("imu"), variances=(1.0,) * 3 + (4.0,) * 3 + (9.0,) * 3)
    message = wire(reading_message(make, loud, STAMP, reading("imu")))
    assert message.orientation_covariance.reshape(3, 3).tolist() == np.eye(3).tolist()
    assert message.angular_velocity_covariance.reshape(3, 3).tolist() == (4 * np.eye(3)).tolist()
    assert (
        message.linear_acceleration_covariance.reshape(3, 3).tolist() == (9 * np.eye(3)).tolist()
    )
    place = replace(spec("pose"), variances=(1.0, 2.0, 3.0, 4.0, 5.0, 6.0))
    message = wire(reading_message(make, place, STAMP, reading("pose")))
    assert message.pose.covariance.reshape(6, 6).tolist() == np.diag([1, 2, 3, 4, 5, 6.0]).tolist()


def test_a_fix_says_where_how_well_and_that_it_is_one(wire):
    sensor = replace(spec("gnss"), variances=(0.25, 0.25, 4.0))
    message = wire(reading_message(make, sensor, STAMP, np.array([48.5, 9.25, 300.125])))
    assert (message.latitude, message.longitude, message.altitude) == (48.5, 9.25, 300.125)
    assert (message.status.status, message.status.service) == (0, 1)
    assert message.position_covariance.reshape(3, 3).tolist() == np.diag([0.25, 0.25, 4]).tolist()
    assert message.position_covariance_type == message.COVARIANCE_TYPE_DIAGONAL_KNOWN == 2


def test_odometry_states_the_variances_of_its_noise(wire, make_sensor):
    sensor = replace(make_sensor("odometry"), variances=tuple(float(k) for k in range(12)))
    message = wire(reading_message(make, sensor, STAMP, np.ones(13)))
    assert message.pose.covariance.reshape(6, 6).diagonal().tolist() == [0, 1, 2, 3, 4, 5]
    assert message.twist.covariance.reshape(6, 6).diagonal().tolist() == [6, 7, 8, 9, 10, 11]


def test_depth_says_lost_as_nan_and_nothing_as_infinity(wire, make_sensor):
    sensor, depth = make_sensor("depth"), np.full((24, 32), 3.0, dtype=np.float32)
    depth[0, :2] = [0.0, sensor.camera.far_m]
    message = wire(reading_message(make, sensor, STAMP, depth))
    told = np.frombuffer(message.data.tobytes(), np.float32)
    assert np.isnan(told[0])
    assert told[1:3].tolist() == [np.inf, 3.0]  # REP-118
    np.testing.assert_array_equal(reading_from(sensor, message), depth)


def test_the_names_of_a_segmentation_survive_in_their_order(wire):
    message = wire(labels_message(make, spec("segmentation")))
    assert '"2":{"name":"ego","links":{"1":"base_link","2":"left_wheel"}}' in message.data
    assert list(labels_from(message).items()) == list(LABELS.items())


def test_mounts_are_static_transforms(make_episode, wire):
    episode = make_episode(sensors=[spec("lidar")])
    found = wire(static_transforms(make, episode, {}, STAMP)).transforms[-1]
    assert (found.header.frame_id, found.child_frame_id) == ("base_link", "lidar_frame")
    assert found.transform.translation.z == 3.0


def test_another_number_of_rays_or_another_layout_is_refused(wire):
    small = replace(spec("scanner"), shape=(1, 5, 2))
    with pytest.raises(BagError, match="another number of rays, got 4"):
        reading_from(small, sent("scanner", wire))
    cloud = sent("lidar", wire)
    cloud.data = cloud.data[:-1]
    with pytest.raises(BagError, match="too much or too little data"):
        reading_from(spec("lidar"), cloud)
    cloud.fields = cloud.fields[:-1]
    with pytest.raises(BagError, match="another layout"):
        reading_from(spec("lidar"), cloud)
