"""The lidar: exact ranges to a known box, its own body unseen."""

import numpy as np
import pytest

from physai_sim.core.errors import ConfigError
from physai_sim.core.geometry import Pose
from physai_sim.core.scene_config import BodyConfig, GroundConfig, PoseConfig, SceneConfig

SCENE = SceneConfig(
    ground=GroundConfig(size_m=100.0),
    bodies={
        "wall": BodyConfig(
            shape="box", size_m=(1.0, 4.0, 2.0), pose=PoseConfig(position_m=(5.5, 0.0, 1.0))
        ),
        "cage": BodyConfig(
            shape="box", size_m=(0.2, 0.2, 0.2), pose=PoseConfig(position_m=(1.0, 0.0, 0.5))
        ),
    },
)
SCAN = {"angle_min_rad": -0.3, "angle_max_rad": 0.3, "columns": 61, "max_range_m": 20.0}


def lidar(put, **config):
    place = {"parent": "world", "position_m": (2.0, 0.0, 0.5)}
    return put("lidar", {"mount": place, **SCAN, **config}, scene=SCENE)


def test_the_range_to_a_known_box_is_exact(put):
    world, sensor = lidar(put)
    ranges, angles = sensor.read(world)[0, :, 0], np.linspace(-0.3, 0.3, 61)
    assert ranges == pytest.approx(3.0 / np.cos(angles), abs=1e-4)  # asked for: 1 cm
    assert sensor.read(world)[0, :, 1] == pytest.approx(np.cos(angles), abs=1e-4)


def test_rings_look_up_and_down_in_their_order(put):
    world, sensor = lidar(put, elevations_rad=(-0.2, 0.0, 1.0))
    ranges = sensor.read(world)[..., 0]
    assert ranges.shape == (3, 61)
    assert ranges[0, 30] == pytest.approx(0.5 / np.sin(0.2), abs=1e-4)  # the ground
    assert ranges[1, 30] == pytest.approx(3.0, abs=1e-4)
    assert (ranges[2] == 20.0).all()  # the sky


def test_columns_go_counter_clockwise_in_the_frame_of_the_mount(put):
    half = {"angle_min_rad": -np.pi / 2, "angle_max_rad": np.pi / 2, "columns": 3}
    place = {"parent": "world", "position_m": (2.0, 0.0, 0.5), "rpy_rad": (0.0, 0.0, np.pi / 2)}
    world, sensor = lidar(put, **half, mount=place)
    right, ahead, left = sensor.read(world)[0, :, 0]
    assert right == pytest.approx(3.0, abs=1e-4)  # the wall, which is to the right of +y
    assert ahead == 20.0
    assert left == pytest.approx(0.9, abs=1e-4)  # the cage


def test_what_is_too_near_reads_zero_and_what_is_out_of_range_the_farthest(put):
    world, sensor = lidar(put, min_range_m=3.05)
    found = sensor.read(world)[0]
    assert found[30].tolist() == [0.0, 0.0]
    assert found[0, 0] == pytest.approx(3.0 / np.cos(0.3), abs=1e-4)
    world, sensor = lidar(put, max_range_m=2.5)
    assert (sensor.read(world)[0] == [2.5, 0.0]).all()


def test_the_body_that_carries_it_is_unseen_and_seen_by_others(put):
    behind = {"parent": "cage", "position_m": (-0.5, 0.0, 0.0)}  # looks through its own body
    world, sensor = lidar(put, mount=behind)
    assert sensor.read(world)[0, 30, 0] == pytest.approx(4.5, abs=1e-4)
    other = {"parent": "world", "position_m": (0.5, 0.0, 0.5)}
    world, sensor = lidar(put, mount=other)
    assert sensor.read(world)[0, 30, 0] == pytest.approx(0.4, abs=1e-4)


def test_a_car_does_not_see_itself_from_within_nor_from_its_roof(sense):
    for height in (0.5, 1.7, 3.0):
        place = f"{{parent: ego, position_m: [1.5, 0.0, {height}]}}"
        session, sensor = sense(
            "lidar", f"sensors.lidar.mount={place}", "sensors.lidar.elevations_rad=[-1.2, -0.4]"
        )
        measured = sensor.read(session.world)[..., 0]
        for ring, down in enumerate((1.2, 0.4)):
            high = height / np.sin(down)
            assert measured[ring].max() <= high + 1e-3
            assert measured[ring].min() >= (height - 0.121) / np.sin(down)  # road or kerb, no car


def test_a_body_that_was_just_put_somewhere_is_seen_there_at_once(put):
    world, sensor = lidar(put)
    world.bodies["wall"].reset_base(Pose((7.5, 0.0, 1.0)))
    assert sensor.read(world)[0, 30, 0] == pytest.approx(5.0, abs=1e-4)


def test_more_rays_than_the_engine_takes_at_once_are_all_cast(put):
    world, sensor = lidar(put, columns=5000, elevations_rad=(0.0, 0.01, 0.02, 0.03))
    found = sensor.read(world)[..., 0]
    assert found.shape == (4, 5000)
    assert found[:, 2500] == pytest.approx(3.0 / np.cos([0.0, 0.01, 0.02, 0.03]), abs=1e-3)


def test_its_measured_sigma_is_the_parameter_within_5_percent(put):
    world, sensor = lidar(put, columns=4000, noise={"sigma_m": 0.03, "dropout": 0.02})
    error = sensor.read(world)[0, :, 0] - 3.0 / np.cos(np.linspace(-0.3, 0.3, 4000))
    lost = error > 10.0
    assert lost.mean() == pytest.approx(0.02, abs=0.007)
    assert error[~lost].std() == pytest.approx(0.03, rel=0.05)


def test_rays_that_contradict_each_other_are_refused(put):
    with pytest.raises(ConfigError, match=r"last of 4 columns of a full turn stands at 1\.57"):
        lidar(put, angle_min_rad=-np.pi, angle_max_rad=np.pi, columns=4)
    with pytest.raises(ConfigError, match=r"min_range_m 30.* less than max_range_m 20"):
        lidar(put, min_range_m=30.0)
