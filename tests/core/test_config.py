"""Worlds that are right, and what makes two of them the same. The refusals are next door."""

import copy
import subprocess
import sys

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import BaseModel, ValidationError

from physai_sim.core import paths
from physai_sim.core.config import load_world, world_from
from physai_sim.core.errors import PhysAIError
from physai_sim.core.yaml_source import YamlSource, parse_yaml, read_yaml

WORLDS = tuple(paths.available("worlds"))


def reordered(data):
    if isinstance(data, dict):
        return {key: reordered(data[key]) for key in reversed(data)}
    return [reordered(value) for value in data] if isinstance(data, list) else data


def models(value):
    if isinstance(value, BaseModel):
        yield value
        for name in type(value).model_fields:
            yield from models(getattr(value, name))
    elif isinstance(value, dict):
        for inner in value.values():
            yield from models(inner)


@pytest.mark.parametrize("name", WORLDS)
def test_every_shipped_world_loads_under_its_own_name(name):
    assert load_world(name).name == name


@pytest.mark.parametrize("name", WORLDS)
def test_the_same_content_gives_the_same_hash_whatever_its_form(name, tmp_path):
    data = read_yaml(paths.find("worlds", name)).data
    other = tmp_path / "other_name.yaml"
    other.write_text("# a remark\n" + yaml.safe_dump(reordered(data), sort_keys=False, indent=7))
    again = load_world(str(other))
    assert again.name == "other_name"
    assert again.hash() == load_world(name).hash()
    assert again.canonical_json() == load_world(name).canonical_json()


@pytest.mark.parametrize(
    "setting",
    [
        "time_limit_s=7.5",
        "instruction=Do nothing.",
        "rates.control_hz=20",
        "robots.arm.start_noise_rad=0.04",
        "sensors.contact.rate_hz=20",
        "sensors.front_camera.mount.look_at_m=[0.3, 0.0, 0.66]",
        "task.success_distance_m=0.021",
        "scene.bodies.table.mass_kg=1",
        "scene.light.ambient=0.123",
        "view.width_px=320",
        "expert=expert_lane_follow",
    ],
)
def test_a_changed_value_anywhere_gives_another_hash(setting):
    assert load_world("reach", [setting]).hash() != load_world("reach").hash()


def test_roads_count_in_the_hash():
    name = next(name for name in WORLDS if load_world(name).roads is not None)
    assert load_world(name, ["roads.markings=false"]).hash() != load_world(name).hash()


@pytest.mark.parametrize("setting", ["time_limit_s=8", "rates.physics_hz=240", "scene.bodies={}"])
def test_writing_a_value_as_it_already_is_changes_no_hash(setting):
    base = ["scene.bodies={}"] if "bodies" in setting else []
    assert load_world("reach", [setting]).hash() == load_world("reach", base).hash()


@pytest.mark.parametrize("name", WORLDS)
def test_every_part_of_a_configuration_is_frozen(name):
    config = load_world(name)
    parts = list(models(config))
    assert len(parts) > 10
    for part in parts:
        field = next(iter(type(part).model_fields))
        with pytest.raises(ValidationError, match="frozen"):
            setattr(part, field, None)


def test_settings_are_applied_in_order_and_may_be_many():
    config = load_world("reach", ["time_limit_s=1", "time_limit_s=2.5", "rates.control_hz=12"])
    assert (config.time_limit_s, config.rates.control_hz) == (2.5, 12)
    assert config.time_limit_steps == 30


def test_a_setting_may_add_what_was_not_there():
    settings_ = ["scene.bodies.ball={shape: sphere, radius_m: 0.1}", "scene.bodies.ball.mass_kg=2"]
    ball = load_world("reach", settings_).scene.bodies["ball"]
    assert (ball.mass_kg, ball.extents_m) == (2.0, (0.2, 0.2, 0.2))


def test_a_setting_may_hold_an_equals_sign():
    assert load_world("reach", ["instruction=a=b"]).instruction == "a=b"


def test_a_component_of_ones_own_file_is_taken(tmp_path):
    path = tmp_path / "mine.py"
    path.write_text(
        "from physai_sim.sensors.contact import Contact, ContactConfig\n"
        "class MineConfig(ContactConfig):\n    gain: float = 2.0\n"
        "class Mine(Contact):\n    Config = MineConfig\n"
    )
    config = load_world("reach", [f"sensors.contact.model={path}:Mine"])
    assert config.sensors["contact"].gain == 2.0


def test_a_very_short_episode_still_has_one_step():
    assert load_world("reach", ["time_limit_s=0.001"]).time_limit_steps == 1


def test_importing_the_package_imports_nothing_heavy():
    heavy = "pybullet torch rclpy moderngl cv2 rosbags gymnasium"
    code = f"import sys, physai_sim; print(*[m for m in '{heavy}'.split() if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == ""


def paths_in(data, here=()):
    """Every path of keys and indices in plain data."""
    pairs = data.items() if isinstance(data, dict) else enumerate(data)
    for key, value in pairs:
        yield (*here, key)
        if isinstance(value, (dict, list)):
            yield from paths_in(value, (*here, key))


SOURCES = {name: read_yaml(paths.find("worlds", name)).data for name in WORLDS}
WORDS = ["arm", "panda", "reach", "joint_state", "x.py:X", "\0.py:X", "1e-3", "", "a\nb"]
SCALARS = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), st.text(), st.sampled_from(WORDS)
)
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(SCALARS, inner, max_size=4),
    max_leaves=8,
)
CHANGES = st.tuples(st.integers(0, 10**4), VALUES, st.booleans())


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(WORLDS), st.lists(CHANGES, min_size=1, max_size=3))
def test_a_world_with_arbitrary_changes_loads_or_is_refused_in_one_line(name, changes):
    world = copy.deepcopy(SOURCES[name])
    for pick, value, delete in changes:
        places = list(paths_in(world))
        if not places:
            break
        *way, last = places[pick % len(places)]
        holder = world
        for part in way:
            holder = holder[part]
        if delete:
            del holder[last]
        else:
            holder[last] = value
    try:
        world_from(YamlSource("w.yaml", world), name="w").hash()
    except PhysAIError as error:
        assert len(str(error).splitlines()) == 1  # noqa: PT017


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=60))
def test_any_text_at_all_is_refused_in_one_line(text):
    with pytest.raises(PhysAIError) as caught:
        world_from(parse_yaml(text, name="w.yaml"), name="w")
    assert len(str(caught.value).splitlines()) == 1


@settings(max_examples=60, deadline=None)
@given(
    st.text(max_size=30), st.sampled_from(["", "=", "rates.control_hz=", "task=", "robots.arm="])
)
def test_any_setting_at_all_is_taken_or_refused_in_one_line(text, start):
    try:
        load_world("reach", [start + text])
    except PhysAIError as error:
        assert len(str(error).splitlines()) == 1  # noqa: PT017
