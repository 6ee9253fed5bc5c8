"""The car's model: stated masses and lengths as PyBullet reads them, meshes as generated."""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree import ElementTree as ET

import numpy as np
import pybullet
import pytest
from numpy.testing import assert_allclose

from physai_sim.robots.assets.sedan import URDF, make_meshes

WHEELS = ("front_left_wheel", "front_right_wheel", "rear_left_wheel", "rear_right_wheel")
STEERS = ("front_left_steer", "front_right_steer")
GRAVITY_MPS2 = 9.81


@pytest.fixture
def client() -> Iterator[int]:
    handle = pybullet.connect(pybullet.DIRECT)
    yield handle
    pybullet.disconnect(handle)


@pytest.fixture
def car(client) -> int:
    flags = pybullet.URDF_USE_INERTIA_FROM_FILE | pybullet.URDF_USE_IMPLICIT_CYLINDER
    return pybullet.loadURDF(str(URDF), flags=flags, physicsClientId=client)


def joints(client: int, car: int) -> dict[str, int]:
    count = pybullet.getNumJoints(car, physicsClientId=client)
    infos = (pybullet.getJointInfo(car, j, physicsClientId=client) for j in range(count))
    return {info[1].decode(): info[0] for info in infos}


def dynamics(client: int, car: int) -> dict[str, tuple]:
    links = {"base_link": -1, **joints(client, car)}
    return {
        name: pybullet.getDynamicsInfo(car, link, physicsClientId=client)
        for name, link in links.items()
    }


def places(client: int, car: int) -> dict[str, np.ndarray]:
    """Frames of links by the names of their joints, in the car's frame [m]."""
    return {
        name: np.array(
            pybullet.getLinkState(car, j, computeForwardKinematics=1, physicsClientId=client)[4]
        )
        for name, j in joints(client, car).items()
    }


def corners(mesh: str) -> np.ndarray:
    lines = (URDF.parent / mesh).read_text().splitlines()
    return np.array([line.split()[1:] for line in lines if line.startswith("v ")], float)


def test_the_car_weighs_1600_kg(client, car):
    assert sum(info[0] for info in dynamics(client, car).values()) == pytest.approx(1600.0)


def test_the_wheelbase_is_2_85_m_and_the_track_1_60_m(client, car):
    found = places(client, car)
    fl, fr, rl, rr = (found[name] for name in WHEELS)
    assert_allclose(fl - rl, (2.85, 0, 0), atol=1e-6)
    assert_allclose(fl - fr, (0, 1.60, 0), atol=1e-6)
    assert_allclose(rl - rr, (0, 1.60, 0), atol=1e-6)


def test_the_base_link_is_the_middle_of_the_rear_axle_on_the_road(client, car):
    found = places(client, car)
    assert_allclose((found[WHEELS[2]] + found[WHEELS[3]]) / 2, (0, 0, 0.33), atol=1e-6)


def test_kingpins_pass_through_the_wheels_middles(client, car):
    found = places(client, car)
    for steer, wheel in zip(STEERS, WHEELS[:2], strict=True):
        assert_allclose(found[steer], found[wheel], atol=1e-6)


def test_the_centre_of_mass_is_55_percent_forward_and_0_55_m_high(client, car):
    found = {"base_link": np.zeros(3), **places(client, car)}
    rows = dynamics(client, car)
    moment = sum(rows[name][0] * (found[name] + rows[name][3]) for name in rows)
    assert_allclose(moment / 1600.0, (0.55 * 2.85, 0.0, 0.55), atol=1e-5)


def test_inertias_follow_from_the_sizes_that_the_file_states(client, car):
    rows = dynamics(client, car)
    length, width, height = 4.70, 1.82, 1.25
    squares = np.array([width**2 + height**2, length**2 + height**2, length**2 + width**2])
    assert_allclose(rows["base_link"][2], 1500.0 / 12 * squares, rtol=1e-4)
    across = 20.0 * (3 * 0.33**2 + 0.22**2) / 12
    for name in WHEELS:
        assert_allclose(rows[name][2], (across, 20.0 * 0.33**2 / 2, across), rtol=1e-3)


def test_each_wheel_gives_0_03_mm_under_its_share_of_the_weight(client, car):
    rows = dynamics(client, car)
    for name in WHEELS:
        load = 1600.0 * GRAVITY_MPS2 * (0.55 if name.startswith("front") else 0.45) / 2
        _, friction, *_, damping, stiffness, _, _ = rows[name]
        assert friction == pytest.approx(1.1)
        assert load / stiffness == pytest.approx(3e-5, rel=1e-3)
        critical = 2 * np.sqrt(stiffness * load / GRAVITY_MPS2)
        assert damping / critical == pytest.approx(0.7, rel=1e-3)


def test_the_steering_reaches_what_the_inner_wheel_needs(client, car):
    rise = np.tan(0.6)
    inner = np.arctan(rise / (1 - rise / 2.85 * 1.60 / 2))
    for name in STEERS:
        info = pybullet.getJointInfo(car, joints(client, car)[name], physicsClientId=client)
        assert info[13] == (0.0, 0.0, 1.0)
        assert inner < info[9] == -info[8] < inner + 0.03


def test_the_whole_car_is_drawn_with_at_most_1000_triangles():
    meshes = [m.get("filename", "") for m in ET.parse(URDF).getroot().findall(".//visual//mesh")]
    texts = [(URDF.parent / mesh).read_text() for mesh in meshes]
    assert 500 < sum(text.count("\nf ") for text in texts) <= 1000


def test_the_body_is_drawn_as_large_as_the_file_states():
    paint = corners("meshes/paint.obj")
    assert_allclose(np.ptp(paint[:, 0]), 4.70, atol=1e-6)
    assert_allclose(paint[:, 2].max(), 1.45, atol=1e-6)
    mirrors = (paint[:, 0] > 1.9) & (paint[:, 0] < 2.1)
    assert_allclose(np.ptp(paint[~mirrors, 1]), 1.82, atol=1e-6)


def test_every_part_is_drawn_in_its_own_colour(client, car):
    shapes = pybullet.getVisualShapeData(car, physicsClientId=client)
    colour_of = {shape[4]: shape[7] for shape in shapes}
    assert len(shapes) == 5 + 4 * 2
    assert len(colour_of) == len(set(colour_of.values())) == len(make_meshes.COLOURS)


def test_the_committed_meshes_are_what_the_generator_writes(tmp_path):
    make_meshes.write(tmp_path)
    found = {path.name for path in (URDF.parent / "meshes").iterdir()}
    assert found == {path.name for path in (tmp_path / "meshes").iterdir()}
    for name in found:
        written = (tmp_path / "meshes" / name).read_bytes()
        assert (URDF.parent / "meshes" / name).read_bytes() == written, name
