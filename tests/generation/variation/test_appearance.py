"""Looks by name: what they set, that they are drawn, and that no state differs."""

import numpy as np
import pytest

from physai_sim.core.config import load_world
from physai_sim.core.errors import ConfigError, UnknownNameError
from physai_sim.core.rollouts import Expansion
from physai_sim.envs.session import Session
from physai_sim.generation.resimulation import concrete
from physai_sim.generation.variation.appearance import appearance, changed, presets
from physai_sim.rendering import choice
from physai_sim.rendering.camera import camera_spec


def test_there_are_nine_times_five_times_four():
    assert len(set(presets())) == 9 * 5 * 4


def test_what_is_left_out_is_noon_clear_and_dry():
    assert appearance("night").name == "night+clear+dry"
    assert appearance("wet") == appearance("wet+noon+clear")


@pytest.mark.parametrize("world", ["pick_place", "lane_curve"])
def test_every_preset_is_taken_by_worlds_indoors_and_outdoors(world, source_of):
    source = source_of(world)
    for name in presets()[::7]:
        config = changed(source, appearance(name)).config
        weather = config.scene.weather
        assert (weather.rain > 0.0) == ("+rain+" in name)
        assert (weather.snow > 0.0) == ("+snow+" in name)
        assert (weather.wetness > 0.5) == ("+rain+" in name or name.endswith("+wet"))
        assert (weather.cover > 0.0) == name.endswith(("+snowy", "+sandy"))


def test_it_replaces_the_light_of_the_world_and_leaves_all_else_that_was_drawn(source_of):
    source = source_of("pick_place")
    before, after = concrete(source), changed(source, appearance("golden_hour")).config
    assert after.scene.light != before.scene.light
    assert after.scene.bodies == before.scene.bodies
    assert (after.robots, after.task, after.sensors) == (
        before.robots,
        before.task,
        before.sensors,
    )
    assert not after.randomize


def test_textures_and_cameras_need_a_world(source_of):
    with pytest.raises(ConfigError, match=r"a texture is made for a world"):
        appearance("noon+texture_3")
    config = concrete(source_of("pick_place"))
    expansion = appearance("noon+camera_1+texture_3", config)
    assert expansion.name == "noon+clear+dry+texture_3+camera_1"
    after = changed(source_of("pick_place"), expansion).config
    assert after.scene.bodies["table"].color_rgba != config.scene.bodies["table"].color_rgba
    assert after.sensors["front_camera"] != config.sensors["front_camera"]


@pytest.mark.parametrize("name", ["nigth", "", "night+", "texture_", "texture_-1", "camera_x"])
def test_unknown_looks_are_refused(name):
    with pytest.raises(UnknownNameError, match="no such look"):
        appearance(name)


def test_a_factor_that_is_named_twice_is_refused():
    with pytest.raises(ConfigError, match="the weather is named twice"):
        appearance("night+rain+fog")


@pytest.mark.parametrize(
    "expansion",
    [
        Expansion("appearance", "heavy", ("scene.bodies.cube.mass_kg=1.0",)),
        Expansion("appearance", "still", actions="zero"),
        Expansion("none", "dark", ("scene.light.ambient=0.1",)),
        Expansion("none", "still", actions="zero"),
    ],
)
def test_an_expansion_that_changes_more_than_its_kind_is_refused(expansion, source_of):
    with pytest.raises(ConfigError, match=f"expansion '{expansion.name}'"):
        changed(source_of("pick_place"), expansion)


def test_no_expansion_is_the_source_itself(source_of):
    source = source_of("pick_place")
    assert changed(source, Expansion()) is source


@pytest.fixture(scope="module")
def pictures():
    """`pictures("urban_loop", names)`: small views of a world in some looks."""

    def draw(world, names, renderer="auto"):
        found = {}
        for name in names:
            size = ("view.width_px=96", "view.height_px=72")
            looks = appearance(name).settings
            settings = [*looks, *size, "randomize={}", f"renderer={renderer}"]
            session = Session(load_world(world, settings), cameras=False)
            session.reset(1)
            view = session.config.view
            found[name] = choice.render(session.world, camera_spec(view, view.mount)).rgb.copy()
            session.close()
        return found

    return draw


@pytest.mark.parametrize(
    "world", ["pick_place", pytest.param("lane_curve", marks=pytest.mark.slow)]
)
def test_looks_are_told_apart_by_eye(world, pictures):
    names = ["noon", "golden_hour", "night", "noon+fog", "noon+rain", "noon+snow",
             "noon+clear+wet", "noon+clear+snowy", "noon+clear+sandy"]  # fmt: skip
    found = [picture.astype(float) for picture in pictures(world, names).values()]
    for k, one in enumerate(found):
        for other in found[k + 1 :]:
            assert np.abs(one - other).mean() > 3.0


def test_tinyrenderer_draws_light_and_sky_and_no_weather(pictures):
    names = ["noon", "noon+clear+snowy", "noon+clear+wet", "night"]
    found = list(pictures("pick_place", names, "tiny").values())
    assert np.array_equal(found[0], found[1])
    assert np.array_equal(found[0], found[2])
    assert found[3].mean() < 0.7 * found[0].mean()
