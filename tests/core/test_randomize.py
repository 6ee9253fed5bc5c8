"""What an episode draws: named streams, the same checks as --set, draws that are played again."""

import json

import numpy as np
import pytest
import yaml

from physai_sim.core import paths
from physai_sim.core.config import load_world
from physai_sim.core.errors import ConfigError, PhysAIError, UnknownNameError
from physai_sim.core.randomize import checked_draw, corners, draw, with_draw

MASS, FRICTION = "scene.bodies.table.mass_kg", "scene.bodies.table.friction"
LIGHT, NOISE = "scene.light.direction", "robots.arm.start_noise_rad"
CAMERA, DEPTH = (f"sensors.front_{kind}.mount.position_m" for kind in ("camera", "depth"))
ENTRIES = {
    MASS: "{log_uniform: {low: 0.05, high: 0.2}}",
    FRICTION: "{uniform: {low: 0.5, high: 1.0}}",
    LIGHT: "{uniform: {low: [0.2, -0.9, 0.8], high: [0.8, -0.2, 1.2]}}",
    NOISE: "{choice: [0.01, 0.02]}",
    CAMERA: "{normal: {mean: [1.45, -0.75, 1.25], std: 0.01}}",
    DEPTH: f"{{same_as: {CAMERA}}}",
}
RANDOMISED = [w for w in paths.available("worlds") if load_world(w).randomize]


def world(**changes):
    """The world reach with these entries; those that are None are left out."""
    entries = {**ENTRIES, **changes}
    settings = [f"randomize.{path}={text}" for path, text in entries.items() if text is not None]
    return load_world("reach", settings)


WORLD = world()


def test_equal_seeds_draw_equal_values_and_others_others():
    assert draw(WORLD, 3) == draw(WORLD, 3) == draw(world(), 3)
    assert all(draw(WORLD, 3)[path] != draw(WORLD, 4)[path] for path in (MASS, LIGHT, CAMERA))


def test_a_draw_has_every_entry_in_the_order_of_the_file_as_json_has_it():
    values = draw(WORLD, 0)
    assert list(values) == list(ENTRIES)
    assert json.loads(json.dumps(values, allow_nan=False)) == values
    assert draw(load_world("reach"), 0) == {}


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("change", ["{uniform: {low: 3.0, high: 4.0}}", "{choice: [1.0]}", None])
def test_changing_or_removing_an_entry_leaves_all_others_alone(seed, change):
    before, after = draw(WORLD, seed), draw(world(**{FRICTION: change}), seed)
    assert {k: v for k, v in before.items() if k != FRICTION} == {
        k: v for k, v in after.items() if k != FRICTION
    }
    assert after.get(FRICTION) != before[FRICTION]


def test_entries_are_not_correlated_with_each_other():
    values = [draw(WORLD, seed) for seed in range(800)]
    rows = np.array([[np.log(v[MASS]), v[FRICTION], *v[LIGHT], *v[CAMERA]] for v in values])
    assert np.abs(np.corrcoef(rows.T) - np.eye(8)).max() < 0.15


def test_what_is_drawn_over_episodes_follows_the_distribution():
    values = [draw(WORLD, seed) for seed in range(2000)]
    frictions = np.array([v[FRICTION] for v in values])
    assert frictions.mean() == pytest.approx(0.75, abs=0.015)
    assert frictions.std() == pytest.approx(0.5 / 12**0.5, rel=0.05)
    cameras = np.array([v[CAMERA] for v in values])
    assert cameras.mean(axis=0) == pytest.approx([1.45, -0.75, 1.25], abs=0.001)
    assert cameras.std(axis=0) == pytest.approx([0.01] * 3, rel=0.07)


def test_an_entry_may_follow_another_whatever_their_order():
    values = draw(WORLD, 1)
    assert values[DEPTH] == values[CAMERA]
    assert values[DEPTH] is not None
    swapped = {DEPTH: ENTRIES[DEPTH], CAMERA: ENTRIES[CAMERA]}
    config = load_world("reach", [f"randomize.{path}={text}" for path, text in swapped.items()])
    assert list(draw(config, 1).items()) == [(DEPTH, values[CAMERA]), (CAMERA, values[CAMERA])]


@pytest.mark.parametrize("name", RANDOMISED)
def test_a_draw_gives_the_world_that_the_same_settings_give(name):
    config = load_world(name)
    values = draw(config, 5)
    settings = [
        # YAML's own spelling: to it, 1e-05 is text.
        f"{path}={yaml.safe_dump(value, default_flow_style=True, width=1000)}"
        for path, value in values.items()
    ]
    assert with_draw(config, values) == load_world(name, ["randomize={}", *settings])


def test_what_is_not_drawn_stays_the_very_same_object():
    config = with_draw(WORLD, draw(WORLD, 0))
    assert config.task is WORLD.task
    assert config.sensors["contact"] is WORLD.sensors["contact"]
    assert config.sensors["front_camera"] is not WORLD.sensors["front_camera"]
    assert config.randomize == {}
    assert WORLD.scene == load_world("reach").scene


def test_distributions_count_in_the_hash_and_an_empty_part_does_not():
    plain = load_world("reach")
    assert load_world("reach", ["randomize={}"]).hash() == plain.hash()
    assert WORLD.hash() != plain.hash()
    assert world(**{NOISE: "{choice: [0.01, 0.03]}"}).hash() != WORLD.hash()
    assert "randomize" not in plain.canonical_json()


def test_corners_have_the_least_and_the_greatest_of_each_entry():
    low, high = corners(WORLD)
    assert (low[FRICTION], high[FRICTION]) == (0.5, 1.0)
    assert (low[NOISE], high[NOISE]) == (0.01, 0.02)
    assert low[DEPTH] == low[CAMERA] == pytest.approx([1.41, -0.79, 1.21])


def test_a_value_that_breaks_a_check_is_named_with_its_entry():
    values = {**draw(WORLD, 0), MASS: -1.0}
    with pytest.raises(ConfigError) as caught:
        with_draw(WORLD, values)
    assert str(caught.value) == (
        f"reach: randomize.{MASS}: a draw of -1.0 is refused: wrong value, got -1.0; "
        "expected greater than or equal to 0"
    )


def test_a_recorded_draw_is_taken_as_it_is():
    values = draw(WORLD, 7)
    shuffled = dict(reversed(json.loads(json.dumps(values)).items()))
    assert list(checked_draw(WORLD, shuffled).items()) == list(values.items())
    arrays = {**values, LIGHT: np.array(values[LIGHT]), CAMERA: tuple(values[CAMERA])}
    assert checked_draw(WORLD, arrays) == values
    assert checked_draw(load_world("reach"), {}) == {}


@pytest.mark.parametrize(
    ("change", "kind", "text"),
    [
        ({"scene.bodies.table.frction": 1}, UnknownNameError, "did you mean.*table.friction"),
        ({MASS: None}, ConfigError, f"not whole.*{MASS}"),
    ],
)
def test_a_draw_of_another_world_is_refused(change, kind, text):
    values = {**draw(WORLD, 0), **change}
    with pytest.raises(kind, match=text) as caught:
        checked_draw(WORLD, {key: value for key, value in values.items() if value is not None})
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("given", [5, "scene", [1], None])
def test_what_is_no_draw_at_all_is_refused(given):
    with pytest.raises(PhysAIError, match="a mapping from key path to value"):
        checked_draw(WORLD, given)
