"""URDFs that the engine must not see."""

import pytest

from physai_sim.control.control_error import ControlError, SpawnCode
from physai_sim.control.urdf_check import MOST_BYTES, checked_urdf

CUBE = """v 0 0 0
v 1 0 0
v 0 1 0
v 0 0 1
f 1 3 2
f 1 2 4
f 1 4 3
f 2 3 4
"""


def urdf(body="<link name='base'/>", name="thing"):
    return f"<robot name='{name}'>{body}</robot>"


def mesh(name):
    shape = f"<visual><geometry><mesh filename='{name}'/></geometry></visual>"
    return urdf(f"<link name='base'>{shape}</link>")


def joint(parent, child):
    return f"<joint name='j' type='fixed'><parent link='{parent}'/><child link='{child}'/></joint>"


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "cube.obj").write_text(CUBE)
    (tmp_path / "in" / "broken.stl").write_text("no mesh")
    (tmp_path / "in" / "scene.blend").write_text("x")
    (tmp_path / "out.obj").write_text(CUBE)
    (tmp_path / "in" / "link.obj").symlink_to(tmp_path / "out.obj")
    return tmp_path / "in"


def check(text, folder, *, has_place=True):
    return checked_urdf(text, where="x", folder=folder if has_place else None, roots=[folder])


def test_what_is_right_passes_with_its_name(folder):
    two = "<link name='a'/><link name='b'/>" + joint("a", "b")
    assert check(urdf(two), folder) == "thing"
    for name in ("cube.obj", f"{folder}/cube.obj", f"file://{folder}/cube.obj"):
        assert check(mesh(name), folder) == "thing"
    assert check(mesh(f"{folder}/cube.obj"), folder, has_place=False) == "thing"


@pytest.mark.parametrize(
    ("text", "code", "words"),
    [
        ("<robot", SpawnCode.RESOURCE_PARSE_ERROR, "not XML"),
        ("", SpawnCode.RESOURCE_PARSE_ERROR, "not XML"),
        ("<sdf/>", SpawnCode.UNSUPPORTED_FORMAT, "not a URDF, got 'sdf'"),
        ("<html/>", SpawnCode.RESOURCE_PARSE_ERROR, "not a URDF"),
        ("<!DOCTYPE x [<!ENTITY a 'b'>]><robot/>", SpawnCode.RESOURCE_PARSE_ERROR, "document"),
        (urdf(""), SpawnCode.RESOURCE_PARSE_ERROR, "links, got 0"),
        (urdf("<link name='a'/>" * 300), SpawnCode.RESOURCE_PARSE_ERROR, "got 300"),
        (urdf("<link name='a'/><link name='b'/>"), SpawnCode.RESOURCE_PARSE_ERROR, "base links"),
        (urdf("<link name='a'/>" + joint("a", "c")), SpawnCode.RESOURCE_PARSE_ERROR, "joins no"),
        (urdf("<link name='a'/>" + joint("a", "a")), SpawnCode.RESOURCE_PARSE_ERROR, "base links"),
        (
            urdf("<link name='a'><inertial><mass value='nan'/></inertial></link>"),
            SpawnCode.RESOURCE_PARSE_ERROR,
            "<mass value>: a number that is not finite",
        ),
        (mesh("missing.obj"), SpawnCode.MISSING_ASSETS, "no such file within"),
        (mesh("../out.obj"), SpawnCode.MISSING_ASSETS, "no such file within"),
        (mesh("link.obj"), SpawnCode.MISSING_ASSETS, "no such file within"),
        (mesh("/etc/passwd"), SpawnCode.MISSING_ASSETS, "no such file within"),
        (mesh("package://x/cube.obj"), SpawnCode.UNSUPPORTED_ASSETS, "only files"),
        (mesh("http://x/cube.obj"), SpawnCode.UNSUPPORTED_ASSETS, "only files"),
        (mesh("scene.blend"), SpawnCode.UNSUPPORTED_ASSETS, "a mesh of this kind"),
        (mesh("broken.stl"), SpawnCode.UNSUPPORTED_ASSETS, "mesh"),
    ],
)
def test_what_is_wrong_has_its_code(text, code, words, folder):
    with pytest.raises(ControlError, match=words) as caught:
        check(text, folder)
    assert caught.value.code == code


def test_text_without_a_place_has_no_relative_meshes(folder):
    with pytest.raises(ControlError, match="a relative path") as caught:
        check(mesh("cube.obj"), folder, has_place=False)
    assert caught.value.code == SpawnCode.MISSING_ASSETS


def test_a_huge_text_is_refused_before_it_is_parsed(folder):
    with pytest.raises(ControlError, match="too large"):
        check("<" * (MOST_BYTES + 1), folder)
