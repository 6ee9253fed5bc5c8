"""Each mistake in a `randomize` part gets one line, when the world is loaded."""

import pytest

from physai_sim.core import paths
from physai_sim.core.config import load_world, world_from
from physai_sim.core.errors import PhysAIError
from physai_sim.core.yaml_source import parse_yaml

REACH = paths.find("worlds", "reach").read_text()
LINE = REACH.count("\n") + 3


def refusal(path, text, more=""):
    """How the world reach with this one entry, in its last lines, is refused."""
    file = f"{REACH}\nrandomize:\n  {path}: {text}\n{more}"
    with pytest.raises(PhysAIError) as caught:
        world_from(parse_yaml(file, name="w.yaml"), name="w")
    told = str(caught.value)
    assert "\n" not in told
    assert told.startswith(f"w.yaml:{LINE}: randomize.{path}")
    return told


UNIFORM = "{uniform: {low: 0.1, high: 0.2}}"


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("scene.bodies.table.mas_kg", "no such key, got 'mas_kg'; did you mean 'mass_kg'?"),
        ("scene.bodies.tabel.mass_kg", "no such key, got 'tabel'; did you mean 'table'?"),
        ("robots.amr.start_noise_rad", "no such key, got 'amr'; did you mean 'arm'?"),
        ("sensors.front_camera.mount.position", "did you mean 'position_m'?"),
        ("scene.bodies.table.mass_kg.more", "this leads through a value, got 0.0"),
        ("rates.physics_hz", "this cannot be drawn, got 'rates.physics_hz'; expected a value ins"),
        ("time_limit_s", "this cannot be drawn"),
        ("roads.lanes", "this cannot be drawn"),
        ("instruction", "this cannot be drawn"),
        ("robots.arm", "this cannot be drawn"),
        ("robots", "this cannot be drawn"),
        ("scene", "this cannot be drawn"),
        ("a..b", "this cannot be drawn"),
        ("robots.arm.model", "a model cannot be drawn"),
        ("task.model", "a model cannot be drawn"),
        ("scene.bodies.table.category", "this does not fit: numbers, where the value is 'object'"),
        ("scene.bodies.table", "this does not fit: numbers, where the value is"),
    ],
)
def test_a_path_that_leads_nowhere_or_to_what_must_stay_is_refused(path, text):
    assert text in refusal(path, UNIFORM)


@pytest.mark.parametrize(
    ("path", "entry", "text"),
    [
        ("scene.bodies.table.mass_kg", "{unifrm: {low: 0, high: 1}}", "did you mean 'uniform'?"),
        ("scene.bodies.table.mass_kg", "{uniform: {low: 1, high: 0}}", "low 1.0 must not exceed"),
        ("scene.bodies.table.mass_kg", "{normal: {mean: 1, std: -1}}", "must not be negative"),
        ("scene.bodies.table.mass_kg", "{uniform: {low: [0, 0], high: 1}}", "a list of 2 numbers"),
        ("scene.bodies.table.size_m", "{uniform: {low: [1, 1], high: 2}}", "value is 3 numbers"),
        ("scene.bodies.table.mass_kg", "{normal: {mean: 1, std: 0.5}}", "a draw of -1.0 is refus"),
        ("scene.bodies.table.mass_kg", "{choice: [1.0, x, 2.0]}", "a draw of x is refused: wrong"),
        ("scene.bodies.table.size_m", "{choice: [[1, 1, 1], [1, 1]]}", "a draw of [1, 1] is refu"),
        ("scene.bodies.table.color_rgba", "{uniform: {low: 0, high: 2}}", "a draw of [2.0, 2.0, "),
        ("scene.bodies.table.shape", "{choice: [box, sphere]}", "a sphere is given by radius_m"),
        ("scene.bodies.table.collides", "{choice: [true, 1]}", "a draw of 1 is refused"),
        ("view.near_m", "{uniform: {low: 0.1, high: 20}}", "near_m 20.0 must be less than far_m"),
        ("sensors.contact.rate_hz", "{uniform: {low: 0, high: 10}}", "a draw of 0 is refused"),
        ("sensors.contact.rate_hz", "{uniform: {low: 1.5, high: 10}}", "must be whole"),
        ("view.near_m", "{same_as: view.far_m}", "no other entry that draws, got 'view.far_m'"),
        ("view.near_m", "{same_as: view.near_m}", "no other entry that draws"),
        ("view.near_m", "3", "wrong value, got 3; expected a mapping of keys"),
    ],
)
def test_a_distribution_that_cannot_be_drawn_there_is_refused(path, entry, text):
    assert text in refusal(path, entry)


def test_an_entry_inside_of_another_is_refused():
    whole = "{choice: [{shape: sphere, radius_m: 0.1}]}"
    inner = f"  scene.bodies.table.mass_kg: {UNIFORM}\n"
    text = refusal("scene.bodies.table", whole, inner)
    assert "another entry lies inside of this one, got 'scene.bodies.table.mass_kg'" in text


def test_the_entry_at_fault_is_named_among_several():
    noise = f"  robots.arm.start_noise_rad: {UNIFORM}\n"
    light = "  scene.light.ambient: {uniform: {low: 0, high: 1}}\n"
    assert "-0.5" in refusal("scene.light.diffuse", "{choice: [0.1, -0.5]}", noise + light)


def test_whole_bodies_and_words_may_be_chosen():
    bodies = "[{shape: box, size_m: [1, 1, 0.4]}, {shape: cylinder, radius_m: 1, height_m: 0.4}]"
    settings = [
        f"randomize.scene.bodies.table={{choice: {bodies}}}",
        "randomize.scene.bodies.target.category={choice: [object, target]}",
    ]
    assert len(load_world("reach", settings).randomize) == 2


def test_it_can_be_switched_off():
    settings = [f"randomize.scene.bodies.table.mass_kg={UNIFORM}", "randomize={}"]
    assert load_world("reach", settings) == load_world("reach")
