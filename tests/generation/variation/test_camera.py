"""Cameras move a little, and those of one mount move together."""

import numpy as np
import pytest
import yaml

from physai_sim.core.config import load_world
from physai_sim.generation.variation.camera import MOST_SHIFT, moved_cameras
from physai_sim.generation.variation.paths import check_looks


def _values(world, seed):
    pairs = (setting.split("=", 1) for setting in moved_cameras(load_world(world), seed))
    return {key: yaml.safe_load(value) for key, value in pairs}


def test_colours_and_depth_of_one_mount_stay_together():
    values = _values("pick_place", 2)
    for key in ("mount.position_m", "mount.look_at_m", "vertical_fov_rad"):
        assert values[f"sensors.front_camera.{key}"] == values[f"sensors.front_depth.{key}"]
    wrist, front = (values[f"sensors.{n}_camera.mount.position_m"] for n in ("wrist", "front"))
    assert wrist != front


@pytest.mark.parametrize("seed", range(5))
def test_the_shift_is_small_beside_the_distance(seed):
    mount = load_world("pick_place").sensors["front_camera"].mount
    moved = _values("pick_place", seed)["sensors.front_camera.mount.position_m"]
    distance = np.linalg.norm(np.subtract(mount.position_m, mount.look_at_m))
    shift = np.abs(np.subtract(moved, mount.position_m))
    assert 0.0 < shift.max() <= MOST_SHIFT * distance + 1e-5


def test_settings_are_looks_and_depend_on_the_seed_alone():
    config = load_world("urban_loop")
    check_looks(config, moved_cameras(config, 1), where="test")
    assert moved_cameras(config, 1) == moved_cameras(config, 1) != moved_cameras(config, 2)
