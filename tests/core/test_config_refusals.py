"""Each mistake in a world file gets one line that says where, what, got, expected and known."""

import re

import pytest

from physai_sim.core import paths
from physai_sim.core.config import load_world, world_from
from physai_sim.core.errors import ConfigError, PhysAIError, UnknownNameError
from physai_sim.core.yaml_source import parse_yaml

REACH = paths.find("worlds", "reach").read_text()
CONTROL = re.search(r"control_hz: \d+", REACH)[0]
ROAD = next(name for name in paths.available("worlds") if load_world(name).roads is not None)


def refusal(*settings, world="reach", kind=PhysAIError):
    with pytest.raises(kind) as caught:
        load_world(world, settings)
    assert len(str(caught.value).splitlines()) == 1
    return str(caught.value)


def refusal_of(old, new):
    """The refusal of the shipped world with one piece of its text replaced."""
    assert old in REACH
    with pytest.raises(PhysAIError) as caught:
        world_from(parse_yaml(REACH.replace(old, new, 1), name="w.yaml"), name="w")
    return str(caught.value)


def line_of(piece):
    return REACH[: REACH.index(piece)].count("\n") + 1


@pytest.mark.parametrize(
    ("old", "new", "text"),
    [
        (CONTROL, "control_hz: 1e-3", "rates.control_hz: wrong value, got '1e-3'; expec"),
        (CONTROL, "control_hz: 7", "rates.control_hz: 7 Hz does not divide 240 Hz; expe"),
        ("time_limit_s: 8.0", "time_limit_s: yes", "time_limit_s: wrong value, got True; expecte"),
        ("time_limit_s: 8.0", "time_limit_s: '8'", "time_limit_s: wrong value, got '8'; expected"),
        ("model: panda", "model: pnda", "robots.arm.model: unknown robot, got 'pnda'; did you me"),
        ("model: panda", "modle: panda", "robots.arm.model: missing key; expected a name (known:"),
        ("radius_m: 0.03", "radius: 0.03", "scene.bodies.target.radius: unknown key, got 'radius"),
        ("expert: expert_reach", "expert: rech", "expert: unknown policy, got 'rech'"),
    ],
)
def test_a_mistake_is_told_with_file_line_and_path(old, new, text):
    told = refusal_of(old, new)
    place, _, rest = told.partition(": ")
    assert place in (f"w.yaml:{line_of(old)}", f"w.yaml:{line_of('  arm:')}")
    assert rest.startswith(text)


def test_a_sensor_given_twice_is_told_with_its_line():
    line = line_of("  front_depth:")
    text = refusal_of("  front_depth:", "  front_camera:")
    assert text == f"w.yaml:{line}: key given twice, got 'front_camera'"


@pytest.mark.parametrize(
    ("setting", "text"),
    [
        ("instuction=x", "unknown key, got 'instuction'; did you mean 'instruction'?"),
        ("rates.contrl_hz=1", "unknown key, got 'contrl_hz'; did you mean 'control_hz'?"),
        ("scene.bodies.table.mas_kg=1", "did you mean 'mass_kg'?"),
        ("sensors.contact.rate_hs=1", "did you mean 'rate_hz'?"),
        ("robots.arm.pose.rpy=[0, 0, 0]", "did you mean 'rpy_rad'?"),
        ("task.sucess_distance_m=1", "did you mean 'success_distance_m'?"),
        ("view.mount.parant=arm", "did you mean 'parent'?"),
        ("a.b.c=1", "a: unknown key, got 'a' (known: description, expert,"),
    ],
)
def test_an_unknown_key_names_the_closest_known_one(setting, text):
    told = refusal(setting, kind=ConfigError)
    assert text in told
    assert "(known: " in told
    assert setting.partition("=")[0].partition(".")[0] in told


@pytest.mark.parametrize(
    ("setting", "text"),
    [
        ("time_limit_s=1e-3", "got '1e-3'; expected a valid number"),
        ("time_limit_s=yes", "got True; expected a valid number"),
        ("time_limit_s='8'", "got '8'; expected a valid number"),
        ("time_limit_s=.nan", "got nan; expected a finite number"),
        ("time_limit_s=.inf", "got inf; expected a finite number"),
        ("time_limit_s=1.0e+999", "got inf; expected a finite number"),
        ("time_limit_s=0", "got 0; expected greater than 0"),
        ("time_limit_s=", "time_limit_s: no value; expected a valid number"),
        ("rates.control_hz=20.0", "got 20.0; expected a valid integer"),
        ("rates.control_hz=true", "got True; expected a valid integer"),
        ("rates.control_hz=0", "got 0; expected greater than 0"),
        ("rates.physics_hz=1000000007", "expected less than or equal to 100000"),
        ("description=5", "description: wrong value, got 5; expected a valid string"),
        ("scene.bodies.table.mass_kg=-1", "table.mass_kg: wrong value, got -1; expected greater"),
        (
            "scene.bodies.table.collides=1",
            "table.collides: wrong value, got 1; expected a valid",
        ),
        ("scene.bodies.table.color_rgba=[2, 0, 0, 1]", "table.color_rgba.0: wrong value, got 2"),
        ("scene.bodies.table.size_m=[1, 2]", "table.size_m.2: missing key"),
        ("scene.bodies.table.size_m=[1, 0, 2]", "table.size_m.1: wrong value, got 0; expected gr"),
        ("scene.bodies.table.shape=cone", "got 'cone'; expected 'box', 'sphere' or 'cylinder'"),
        ("robots.arm.action=steer", "got 'steer'; expected 'joint_delta' or 'end_effector_delta'"),
        ("scene.light=", "scene.light: no value; expected a mapping of keys"),
        ("scene.ground=5", "scene.ground: wrong value, got 5; expected a mapping of keys"),
    ],
)
def test_a_wrong_value_says_what_was_got_and_what_was_expected(setting, text):
    told = refusal(setting, kind=ConfigError)
    assert text in told
    assert setting.partition("=")[0] in told


@pytest.mark.parametrize(
    "key", ["rates.control_hz", "sensors.contact.rate_hz", "sensors.front_camera.rate_hz"]
)
@pytest.mark.parametrize("rate", [7, 100, 480])
def test_a_rate_that_does_not_divide_names_both_numbers_and_the_divisors(key, rate):
    told = refusal(f"{key}={rate}", kind=ConfigError)
    assert f"{key}: {rate} Hz does not divide 240 Hz; expected one of 1, 2, 3, 4, 5, 6," in told


@pytest.mark.parametrize("rate", [7, 480])
def test_a_sensor_that_physics_cannot_keep_up_with_is_refused_with_file_and_line(rate):
    old = "contact: {model: contact, robot: arm, rate_hz: 10"
    told = refusal_of(old, old.replace("10", str(rate)))
    where = f"w.yaml:{line_of(old)}: sensors.contact.rate_hz"
    assert told.startswith(f"{where}: {rate} Hz does not divide 240 Hz; expected one of 1, 2,")
    assert len(told.splitlines()) == 1


@pytest.mark.parametrize(
    ("key", "kind", "got", "close"),
    [
        ("robots.arm.model", "robot", "pandaa", "panda"),
        ("sensors.contact.model", "sensor", "rgb_kamera", "rgb_camera"),
        ("task.model", "task", "reech", "reach"),
        ("expert", "policy", "expert_reech", "expert_reach"),
    ],
)
def test_an_unknown_model_suggests_the_closest(key, kind, got, close):
    told = refusal(f"{key}={got}", kind=UnknownNameError)
    assert f"{key}: unknown {kind}, got '{got}'; did you mean '{close}'? (known: " in told


@pytest.mark.parametrize(
    ("setting", "text"),
    [
        ("task=5", "task: wrong value, got 5; expected a mapping of keys"),
        ("task=", "task: no value; expected a mapping of keys"),
        ("task=[reach]", "task: wrong value, got ('reach',); expected a mapping of keys"),
        ("task={}", "task.model: missing key; expected a name (known: "),
        ("task.model=5", "task.model: wrong value, got 5; expected a name (known: "),
        ("robots={ego: 3}", "robots.ego: wrong value, got 3; expected a mapping of keys"),
        ("robots={}", "robots: no robot; expected at least one"),
        ("robots=3", "robots: wrong value, got 3; expected a mapping of keys"),
        ("robots.arm=", "robots.arm: no value; expected a mapping of keys"),
        ("robots={1: {model: panda}}", "robots.1: wrong value, got 1; expected a valid string"),
        ("sensors=[]", "sensors: wrong value, got (); expected a mapping of keys"),
        ("sensors.contact=x", "sensors.contact: wrong value, got 'x'; expected a mapping of keys"),
        ("roads=5", "roads: wrong value, got 5; expected a mapping of keys"),
        ("roads={}", "roads.lanes: missing key"),
    ],
)
def test_a_component_that_is_no_mapping_or_names_no_model_is_refused(setting, text):
    assert text in refusal(setting, kind=ConfigError)


@pytest.mark.parametrize("name", ["a/b", "a.b", "", "Arm", "1st", "a b", "a\\nb"])
@pytest.mark.parametrize("part", ["robots", "sensors", "scene.bodies"])
def test_a_name_that_cannot_be_a_topic_or_a_frame_is_refused(part, name):
    inner = "{shape: sphere, radius_m: 1}" if part == "scene.bodies" else "{model: panda}"
    told = refusal(f'{part}={{"{name}": {inner}}}', kind=ConfigError)
    assert "expected to match pattern '^[a-z][a-z0-9_]*$'" in told


@pytest.mark.parametrize(
    ("setting", "text"),
    [
        ("scene.bodies.table.radius_m=1.0", "a box is given by size_m, got radius_m and size_m"),
        ("scene.bodies.target.shape=cylinder", "height_m and radius_m, got radius_m"),
        ("scene.bodies.ball={shape: sphere}", "a sphere is given by radius_m, got neither"),
        ("sensors.front_camera.near_m=5.0", "near_m 5.0 must be less than far_m 5.0"),
        ("view.mount.look_at_m=[1.75, -1.1, 0]", "must differ in x or y"),
        ("scene.bodies.arm={shape: sphere, radius_m: 1}", "a robot and a body share a name, got"),
        ("task.target_low_m=[9, 9, 9]", "must not exceed target_high_m"),
    ],
)
def test_contradictions_are_refused_with_both_sides(setting, text):
    assert text in refusal(setting, kind=ConfigError)


@pytest.mark.parametrize(
    ("setting", "text"),
    [
        ("time_limit_s", "--set time_limit_s: not a setting; expected KEY=VALUE"),
        ("=3", "--set =3: not a setting; expected KEY=VALUE"),
        ("", "--set : not a setting; expected KEY=VALUE"),
        ("time_limit_s=[", "--set time_limit_s=[: the value: not YAML: expected the node"),
        ("time_limit_s=2020-13-45", "the value: not YAML"),
        ("time_limit_s=!!python/object:x 3", "the value: not YAML"),
        ("time_limit_s=&x [*x]", "the value: not YAML: nested too deeply"),
        ("time_limit_s=" + "[" * 3000, "the value: not YAML: nested too deeply"),
        ("task={model: reach, model: reach}", "the value: key given twice"),
        ("time_limit_s.x=1", "--set time_limit_s.x=1: 'time_limit_s' holds a value, not keys"),
        ("scene.bodies.table.size_m.0=1", "'size_m' holds a value, not keys, got [1.3, 1.5"),
        ("rates..x=3", "unknown key, got ''"),
        (".=3", "unknown key, got ''"),
    ],
)
def test_a_mistake_in_a_setting_names_the_setting(setting, text):
    told = refusal(setting, kind=ConfigError)
    assert text in told
    assert "--set " in told
    assert len(told) < 500


def test_a_refused_setting_is_told_beside_the_line_of_the_file():
    line = line_of("rates:")
    told = refusal("rates.control_hz=7")
    assert told.startswith(f"reach.yaml:{line} with --set rates.control_hz=7: rates.control_hz: 7")


@pytest.mark.parametrize(
    ("setting", "text"),
    [
        ("roads.kerb.hight_m=1", "did you mean 'height_m'?"),
        ("roads.lanes={}", "roads.lanes: wrong value, got {}; expected to have at least 1 item"),
        ("roads.lanes.one={path: [{straigt_m: 1}]}", "did you mean 'straight_m'?"),
    ],
)
def test_roads_are_checked_alike(setting, text):
    assert text in refusal(setting, world=ROAD)


NO_FILES = ["/no/file.py:X", "no.py:X", '"\\0.py:X"', "/tmp.py:X", "a" * 9999 + ".py:X"]


@pytest.mark.parametrize("name", NO_FILES, ids=range(len(NO_FILES)))
def test_a_model_file_that_is_not_there_is_told(name):
    assert "robots.arm.model: no such Python file" in refusal(f"robots.arm.model={name}")


def test_a_class_without_a_config_is_refused(tmp_path):
    path = tmp_path / "mine.py"
    path.write_text("class Mine:\n    pass\n")
    told = refusal(f"robots.arm.model={path}:Mine", kind=ConfigError)
    assert "robots.arm.model: this class has no Config" in told


def test_an_unknown_world_lists_the_known_ones():
    assert "did you mean 'reach'?" in refusal(world="reech", kind=UnknownNameError)
