import numpy as np
import pytest

from physai_sim.core.geometry import Pose
from physai_sim.datasets.bag_reader import open_bag
from physai_sim.datasets.bag_writer import BagWriter
from physai_sim.evaluation.reporting.camera_view import camera_view
from physai_sim.messages.qos import SENSOR


@pytest.fixture(name="view")
def _view(picture_bag):
    with open_bag(picture_bag({0: 1})) as reader:
        return camera_view(reader, "/front_camera/image_raw/compressed")


def test_a_camera_is_found_through_all_frames_that_stand_still(view):
    assert view.frame == "base_link"
    assert view.mount.position_m == pytest.approx((0.0, 0.0, 1.0))
    assert view.size_px == (64, 48)


def test_a_point_straight_ahead_is_in_the_middle_and_left_is_left(view):
    points = np.array([[10.0, 0.0, 1.0], [10.0, 2.0, 1.0], [10.0, 0.0, 0.0]])
    # 2 m beside 10 m ahead are 50 * 2 / 10 = 10 of 64 pixels, 1 m below 5 of 48.
    expected = [[0.5, 0.5], [0.5 - 10 / 64, 0.5], [0.5, 0.5 + 5 / 48]]
    np.testing.assert_allclose(view.pixels(points, Pose()), expected, atol=1e-9)


def test_the_camera_moves_with_what_it_is_fixed_to(view):
    ahead = view.pixels(np.array([[15.0, 7.0, 1.0]]), Pose((5.0, 7.0, 0.0)))
    np.testing.assert_allclose(ahead, [[0.5, 0.5]], atol=1e-9)


@pytest.mark.parametrize("point", [[-5.0, 0.0, 1.0], [0.1, 0.0, 1.0], [1.0, 50.0, 1.0]])
def test_what_is_behind_too_near_or_far_aside_is_not_seen(view, point):
    assert np.isnan(view.pixels(np.array([point]), Pose())).all()


def test_without_intrinsics_nothing_is_known(tmp_path):
    with BagWriter(tmp_path / "bare") as writer:
        writer.add_topic("/camera/image_raw", "sensor_msgs/msg/Image", SENSOR)
    with open_bag(tmp_path / "bare") as reader:
        assert camera_view(reader, "/camera/image_raw") is None
