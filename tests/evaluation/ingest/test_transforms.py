import numpy as np
import pytest

from physai_sim.core.geometry import Pose, from_rpy
from physai_sim.evaluation.ingest.fast_decoding import Moved
from physai_sim.evaluation.ingest.transforms import TransformTree, compose, rotate

S = 1_000_000_000


def moved(parent, child, second, x=0.0, y=0.0, yaw=0.0):
    return Moved(parent, child, int(second * S), (x, y, 0.0, *from_rpy(0.0, 0.0, yaw)))


def test_poses_compose_as_poses_of_the_core_do():
    rng = np.random.default_rng(0)
    rows = rng.normal(size=(2, 5, 7))
    rows[..., 3:] /= np.linalg.norm(rows[..., 3:], axis=-1, keepdims=True)
    found = compose(rows[0], rows[1])
    for place in range(5):
        outer, inner = (Pose(tuple(r[place, :3]), tuple(r[place, 3:])) for r in rows)
        expected = outer.compose(inner)
        np.testing.assert_allclose(found[place, :3], expected.position_m, atol=1e-12)
        turn = np.array(expected.rotation_xyzw)
        assert abs(abs(turn @ found[place, 3:]) - 1.0) < 1e-9


def test_a_vector_turned_left_by_a_quarter():
    quarter = np.array([from_rpy(0.0, 0.0, np.pi / 2)])
    np.testing.assert_allclose(rotate(quarter, np.array([[1.0, 0, 0]])), [[0, 1, 0]], atol=1e-12)


def test_a_chain_gives_the_pose_at_the_stamps_of_its_nearest_moving_transform():
    moving = [moved("map", "odom", 0.5, x=10.0, yaw=np.pi / 2)]
    moving += [moved("odom", "base_footprint", second, x=second) for second in (1, 2, 3)]
    moving += [moved("map", "odom", 2.5, x=20.0)]
    tree = TransformTree(moving, [moved("base_footprint", "base_link", 0, y=0.5)])
    stamps, poses = tree.poses("base_link", "map")
    assert (stamps / S).tolist() == [1, 2, 3]
    np.testing.assert_allclose(poses[:, :2], [[9.5, 1], [9.5, 2], [23, 0.5]], atol=1e-9)


def test_what_was_told_before_the_whole_chain_was_known_is_left_out():
    moving = [moved("odom", "base_link", second) for second in (1, 2, 3)]
    moving.insert(2, moved("map", "odom", 2.5))
    stamps, _ = TransformTree(moving, []).poses("base_link", "map")
    assert (stamps / S).tolist() == [3]


def test_without_a_map_the_frame_of_odometry_stands_still():
    tree = TransformTree([moved("odom", "base_footprint", 1)], [])
    assert len(tree.poses("base_link", "map")[0]) == 1


@pytest.mark.parametrize(
    "moving",
    [[], [moved("camera", "lens", 1)], [moved("a", "base_link", 1), moved("base_link", "a", 1)]],
)
def test_where_no_chain_leads_there_is_no_pose(moving):
    tree = TransformTree(moving, [])
    assert tree.poses("base_link", "map") is None
    assert tree.described()


def test_a_transform_that_is_not_finite_is_no_transform():
    tree = TransformTree([moved("odom", "base_link", 1, x=float("nan"))], [])
    assert tree.poses("base_link", "odom") is None


def test_transforms_of_no_sound_numbers_are_counted():
    wrong = [moved("odom", "base_link", n, x=x) for n, x in enumerate((np.nan, 1e300))]
    tree = TransformTree([*wrong, moved("odom", "base_link", 3, x=1.0)], [])
    assert tree.left_out == 2
    assert len(tree.poses("base_link", "odom")[0]) == 1
