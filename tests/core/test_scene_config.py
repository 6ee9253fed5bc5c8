import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from physai_sim.core.errors import ConfigError
from physai_sim.core.scene_config import BodyConfig, MountConfig, PoseConfig, SceneConfig
from physai_sim.core.strict import parse

SHAPES = {
    "box": {"size_m": [1.0, 2.0, 3.0]},
    "sphere": {"radius_m": 0.5},
    "cylinder": {"radius_m": 0.5, "height_m": 3.0},
}
EXTENTS = {"box": (1.0, 2.0, 3.0), "sphere": (1.0, 1.0, 1.0), "cylinder": (1.0, 1.0, 3.0)}
MEASURES = {"size_m": [1.0, 2.0, 3.0], "radius_m": 0.5, "height_m": 3.0}


@pytest.mark.parametrize("shape", SHAPES)
def test_a_shape_with_its_own_measures_knows_its_extents(shape):
    body = parse(BodyConfig, {"shape": shape, **SHAPES[shape]}, where="w")
    assert body.extents_m == EXTENTS[shape]
    assert body.mass_kg == 0.0


@given(st.sampled_from(sorted(SHAPES)), st.sets(st.sampled_from(sorted(MEASURES))))
def test_a_shape_takes_its_own_measures_and_no_others(shape, given_keys):
    data = {"shape": shape, **{key: MEASURES[key] for key in given_keys}}
    if given_keys == SHAPES[shape].keys():
        parse(BodyConfig, data, where="w")
        return
    with pytest.raises(ConfigError, match=f"a {shape} is given by") as caught:
        parse(BodyConfig, data, where="w")
    assert all(key in str(caught.value) for key in given_keys | SHAPES[shape].keys())


def test_a_pose_of_the_file_is_a_pose():
    pose = PoseConfig(position_m=(1.0, 2.0, 3.0), rpy_rad=(0.0, 0.0, math.pi / 2)).pose()
    assert pose.position_m == (1.0, 2.0, 3.0)
    assert pose.yaw_rad == pytest.approx(math.pi / 2)


def test_an_empty_scene_has_a_ground_and_earths_gravity():
    scene = SceneConfig()
    assert scene.ground is not None
    assert scene.gravity_mps2 == (0.0, 0.0, -9.81)
    assert scene.bodies == {}


def test_a_mount_may_look_down_at_a_slant_but_not_straight():
    MountConfig(position_m=(0.0, 0.0, 1.0), look_at_m=(1e-3, 0.0, 0.0))
    data = {"position_m": [0.0, 0.0, 1.0], "look_at_m": [0.0, 0.0, 0.0]}
    with pytest.raises(ConfigError, match="must differ in x or y") as caught:
        parse(MountConfig, data, where="w")
    assert "(0.0, 0.0, 1.0)" in str(caught.value)
