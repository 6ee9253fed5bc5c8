"""What an environment tells of itself is written down, and a difference is found and named."""

import pytest
from gymnasium import spaces

from physai_sim.core.config import load_world
from physai_sim.core.errors import ConfigError
from physai_sim.envs.assembly import assemble
from physai_sim.envs.promises import promises, refuse_changes


@pytest.fixture
def promised():
    """`promised("reach", "view.width_px=64")`: the promises of a world with these settings."""
    opened = []

    def make(name, *settings):
        opened.append(assemble(load_world(name, settings), cameras=True))
        return promises(opened[-1])

    yield make
    for parts in opened:
        parts.stage.world.close()


def test_names_sizes_rates_and_bounds_are_promised(promised):
    found = promised("reach")
    assert found["scene.bodies"] == ["ground", "table", "target", "arm"]
    assert found["sensors.front_camera.shape"] == [224, 224, 3]
    assert found["sensors.contact.rate_hz"] == 10
    assert found["robots.arm.model"] == "panda"
    assert len(found["robots.arm.action_high"]) == 7
    assert found["view.size"] == [640, 480]
    assert isinstance(found["sensors.front_depth.bounds"], spaces.Box)
    assert isinstance(found["task.target_position_m.bounds"], spaces.Box)


def test_what_no_promise_speaks_of_may_change(promised):
    settings = (
        "scene.bodies.table.color_rgba=[1, 0, 0, 1]",
        "sensors.front_camera.mount.position_m=[1.4, -0.7, 1.2]",
        "sensors.front_camera.vertical_fov_rad=0.8",
        "robots.arm.start_noise_rad=0.0",
        "task.success_distance_m=0.03",
    )
    refuse_changes(promised("reach"), promised("reach", *settings))


@pytest.mark.parametrize(
    ("setting", "key"),
    [
        ("sensors.front_depth.far_m=6.0", "sensors.front_depth.bounds"),
        ("robots.arm.tool_speed_mps=0.4", "robots.arm.action_low"),
        ("scene.bodies.ball={shape: sphere, radius_m: 0.1}", "scene.bodies"),
    ],
)
def test_a_difference_is_named_with_both_values(promised, setting, key):
    with pytest.raises(ConfigError, match=rf"^{key}: this must stay as it is, got .*; expected "):
        refuse_changes(promised("reach"), promised("reach", setting))


def test_what_came_or_went_is_a_difference_too():
    for was, now in (({"a": 1}, {}), ({}, {"a": 1})):
        with pytest.raises(ConfigError, match="a: this must stay"):
            refuse_changes(was, now)
