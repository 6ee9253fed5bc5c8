"""What is a look and what is physics is told by keys, and everything else is refused."""

import pytest

from physai_sim.core.config import load_world
from physai_sim.core.errors import ConfigError, UnknownNameError
from physai_sim.generation.variation.paths import check_looks, check_physics, key_of


@pytest.fixture(scope="module")
def config():
    return load_world("pick_place")


@pytest.mark.parametrize(
    "setting",
    [
        "scene.gravity_mps2=[0.0, 0.0, -5.0]",
        "scene.bodies.cube.mass_kg=0.3",
        "scene.bodies.cube.size_m=[0.1, 0.1, 0.1]",
        "scene.bodies.cube.pose.position_m=[0, 0, 1]",
        "scene.ground.friction=0.1",
        "scene.ground.size_m=5.0",
        "robots.arm.pad_friction=0.1",
        "sensors.joint_state.rate_hz=5",
        "sensors.front_camera.rate_hz=5",
        "sensors.contact.ignore=[]",
        "rates.physics_hz=480",
        "task.gap_m=0.1",
        "time_limit_s=1.0",
        "randomize.scene.light.ambient=1",
    ],
)
def test_an_appearance_that_touches_physics_is_refused(setting, config):
    with pytest.raises(ConfigError, match="must not touch physics"):
        check_looks(config, [setting], where="test")


def test_a_look_of_a_body_that_is_not_there_names_those_that_are():
    with pytest.raises(UnknownNameError, match=r"'cub'; did you mean 'cube'"):
        check_looks(
            load_world("pick_place"), ["scene.bodies.cub.color_rgba=[1, 1, 1, 1]"], where="test"
        )


@pytest.mark.parametrize(
    "setting",
    [
        "scene.light.ambient=0.1",
        "scene.bodies.cube.color_rgba=[1, 1, 1, 1]",
        "scene.bodies.cube.size_m=[1, 1, 1]",
        "rates.control_hz=5",
        "robots.arm.model=kuka_iiwa",
        "scene.bodies.cube=null",
    ],
)
def test_what_is_no_parameter_of_physics_is_refused(setting, config):
    with pytest.raises(ConfigError, match="no parameter of physics"):
        check_physics(config, setting, where="test")


def test_a_parameter_of_a_body_that_is_not_there_names_those_that_are(config):
    with pytest.raises(UnknownNameError, match=r"'cub'; did you mean 'cube'"):
        check_physics(config, "scene.bodies.cub.mass_kg=1.0", where="test")


@pytest.mark.parametrize("text", ["scene", "", "=1"])
def test_what_is_no_setting_is_refused(text):
    with pytest.raises(ConfigError, match="KEY=VALUE"):
        key_of(text)
