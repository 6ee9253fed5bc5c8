import runpy
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
import setuptools

import physai_sim

ROOT = Path(__file__).parents[2]
MANIFEST = ET.parse(ROOT / "package.xml").getroot()
# Requirements that rosdep has no key for, or whose key is not made of their name.
WITHOUT_KEY = {
    *("mcap", "zstandard", "av", "pyarrow", "moderngl", "trimesh", "fast-simplification"),
    "cyclonedds",
}
OTHER_KEY = {
    "opencv-python-headless": "python3-opencv",
    "pyyaml": "python3-yaml",
    "pillow": "python3-pil",
}


@pytest.fixture(name="recipe")
def _recipe(monkeypatch):
    """What setup.py hands to setuptools."""
    told = {}
    monkeypatch.setattr(setuptools, "setup", lambda **keywords: told.update(keywords))
    monkeypatch.chdir(ROOT)
    runpy.run_path("setup.py")
    return told


def _text(tag):
    return MANIFEST.findtext(tag, default="").strip()


def test_versions_in_package_xml_setup_and_package_agree(recipe):
    assert _text("version") == recipe["version"] == physai_sim.__version__


@pytest.mark.parametrize("field", ["name", "description", "license", "maintainer"])
def test_package_xml_and_setup_say_the_same_of(recipe, field):
    assert _text(field) == recipe[field]


def test_the_maintainer_has_one_address(recipe):
    maintainer = MANIFEST.find("maintainer")
    assert maintainer is not None
    assert maintainer.get("email") == recipe["maintainer_email"]


def test_package_xml_is_format_3_of_an_ament_python_package():
    assert MANIFEST.get("format") == "3"
    assert _text("export/build_type") == "ament_python"


def test_every_runtime_requirement_has_its_rosdep_key_in_package_xml(recipe):
    keys = {element.text for element in MANIFEST.findall("exec_depend")}
    for requirement in recipe["install_requires"]:
        name = requirement.split(">")[0]
        wanted = OTHER_KEY.get(name, f"python3-{name}")
        assert name in WITHOUT_KEY or {wanted, f"{wanted}-pip"} & keys, f"{name}: no exec_depend"


def test_the_resource_marker_is_installed_where_ament_looks(recipe):
    files = dict(recipe["data_files"])
    assert files["share/ament_index/resource_index/packages"] == ["resource/physai_sim"]
    assert (ROOT / "resource/physai_sim").read_bytes() == b""


def test_programs_go_where_ros2_run_looks():
    text = (ROOT / "setup.cfg").read_text(encoding="utf-8")
    assert text.count("$base/lib/physai_sim") == 2


def test_every_world_launch_and_layout_file_is_installed(recipe):
    files = dict(recipe["data_files"])
    for folder, pattern in (("worlds", "*.yaml"), ("launch", "*.launch.yaml"), ("config", "*")):
        here = sorted(f"{folder}/{path.name}" for path in (ROOT / folder).glob(pattern))
        assert files[f"share/physai_sim/{folder}"] == here


def test_every_node_is_a_program_for_ros2_run(recipe):
    programs = dict(text.split(" = ") for text in recipe["entry_points"]["console_scripts"])
    for node in ("sim_node", "policy_node", "recorder_node", "replay_node", "teleop_node"):
        assert programs[node] == f"physai_sim.ros.{node}:main"


def test_our_messages_are_waited_for_only_where_ros_can_build_them():
    [ours] = [e for e in MANIFEST.findall("exec_depend") if e.text == "physai_msgs"]
    assert ours.get("condition") == "$ROS_VERSION == 2"


def test_only_our_own_packages_are_installed(recipe):
    assert {name.split(".")[0] for name in recipe["packages"]} <= {"physai_sim", "policies"}


def test_the_workspace_leads_back_to_this_checkout():
    link = ROOT / "ros2_ws/src/physai_sim"
    assert link.is_symlink()
    assert link.resolve() == ROOT.resolve()
