"""ros2_ws/src/physai_msgs is an interface package that ament_cmake and rosidl can build."""

import re
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

import physai_sim

PACKAGE = Path(__file__).parents[2] / "ros2_ws/src/physai_msgs"
MANIFEST = ET.parse(PACKAGE / "package.xml").getroot()
CMAKE = (PACKAGE / "CMakeLists.txt").read_text(encoding="utf-8")
FILES = sorted(
    f"{path.parent.name}/{path.name}"
    for kind in ("msg", "srv")
    for path in PACKAGE.glob(f"{kind}/*")
)
PRIMITIVE = re.compile(r"(bool|byte|char|string|wstring|float(32|64)|u?int(8|16|32|64))\b")


def fields(file):
    """(type, name) of every field of an interface file."""
    text = (PACKAGE / file).read_text(encoding="utf-8")
    lines = [line.split("#")[0].strip() for line in text.splitlines()]
    return [line.split()[:2] for line in lines if line and line != "---" and "=" not in line]


def test_the_manifest_is_that_of_an_interface_package():
    assert MANIFEST.get("format") == "3"
    assert MANIFEST.findtext("name") == "physai_msgs"
    assert MANIFEST.findtext("version") == physai_sim.__version__
    assert MANIFEST.findtext("license") == "Apache-2.0"
    assert MANIFEST.findtext("member_of_group") == "rosidl_interface_packages"
    assert MANIFEST.findtext("export/build_type") == "ament_cmake"
    tools = {element.text for element in MANIFEST.findall("buildtool_depend")}
    assert tools == {"ament_cmake", "rosidl_default_generators"}
    assert {e.text for e in MANIFEST.findall("exec_depend")} == {"rosidl_default_runtime"}


def test_cmake_generates_every_file_and_exports_the_runtime():
    assert sorted(re.findall(r'"((?:msg|srv)/\w+\.\w+)"', CMAKE)) == FILES
    assert "ament_export_dependencies(rosidl_default_runtime)" in CMAKE
    assert CMAKE.rstrip().endswith("ament_package()")
    for element in MANIFEST.findall("buildtool_depend"):
        assert f"find_package({element.text} REQUIRED)" in CMAKE


def test_every_package_that_is_used_is_a_dependency_of_both():
    used = {kind.split("/")[0] for file in FILES for kind, _ in fields(file) if "/" in kind}
    assert used == {element.text for element in MANIFEST.findall("depend")}
    for name in used:
        assert f"find_package({name} REQUIRED)" in CMAKE
    generated = CMAKE[CMAKE.index("rosidl_generate_interfaces") :].split(")")[0]
    assert set(generated.split("DEPENDENCIES")[1].split()) == used


@pytest.mark.parametrize("file", FILES)
def test_names_are_those_that_rosidl_takes_and_every_field_is_explained(file):
    assert re.fullmatch(r"[A-Z][A-Za-z0-9]*", Path(file).stem)
    for kind, name in fields(file):
        assert re.fullmatch(r"[a-z](_?[a-z0-9])*", name), name
        assert PRIMITIVE.match(kind) or "/" in kind, kind
    text = (PACKAGE / file).read_text(encoding="utf-8")
    blocks = [block for block in re.split(r"\n\n|---\n", text) if fields_in(block)]
    assert all(block.lstrip().startswith("#") for block in blocks)


def fields_in(block):
    return [line for line in block.splitlines() if line.strip() and not line.startswith("#")]
