"""The Panda's model: published numbers, files as the generator writes them, bounded cost."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree as ET

import numpy as np
import pybullet
import pybullet_data
import pytest
from numpy.testing import assert_allclose

from physai_sim.core.errors import MachineError
from physai_sim.robots.assets.panda import URDF, make_meshes, parameters
from physai_sim.robots.assets.panda.visuals import stock_visuals_urdf

HOME = np.array([0.0, -0.785, 0.0, -2.356, 0.0, 1.571, 0.785])
LOWER = np.array([joint.lower for joint in parameters.ARM_JOINTS])
UPPER = np.array([joint.upper for joint in parameters.ARM_JOINTS])
STOCK_MESHES = Path(pybullet_data.getDataPath()) / "franka_panda" / "meshes"
FINGERS = (9, 10)
HAND, TCP = 8, 11


@pytest.fixture
def client() -> Iterator[int]:
    handle = pybullet.connect(pybullet.DIRECT)
    yield handle
    pybullet.disconnect(handle)


def load(client: int, path: Path = URDF) -> int:
    flags = pybullet.URDF_USE_INERTIA_FROM_FILE
    return pybullet.loadURDF(str(path), useFixedBase=True, flags=flags, physicsClientId=client)


def pose(client: int, body: int, angles: np.ndarray, opening: float = 0.04) -> None:
    for joint, value in enumerate(angles):
        pybullet.resetJointState(body, joint, value, physicsClientId=client)
    for joint in FINGERS:
        pybullet.resetJointState(body, joint, opening, physicsClientId=client)


def link_frames(angles: np.ndarray) -> list[np.ndarray]:
    """Returns the poses of links 1 to 7 as the product of the DH table's rows, each (4, 4)."""
    frames, frame = [], np.eye(4)
    for row, angle in zip(parameters.ARM_JOINTS, angles, strict=True):
        ca, sa, ct, st = np.cos(row.alpha), np.sin(row.alpha), np.cos(angle), np.sin(angle)
        step = [[ct, -st, 0, row.a], [st * ca, ct * ca, -sa, -row.d * sa]]
        step += [[st * sa, ct * sa, ca, row.d * ca], [0, 0, 0, 1]]
        frame = frame @ np.array(step)
        frames.append(frame)
    return frames


def random_poses(count: int) -> np.ndarray:
    return np.random.default_rng(0).uniform(LOWER, UPPER, (count, 7))


def gap(client: int, body: int, pair: tuple[int, int]) -> float:
    points = pybullet.getClosestPoints(body, body, 0.05, *pair, physicsClientId=client)
    return min((point[8] for point in points), default=0.05)


def test_the_whole_robot_is_drawn_with_at_most_2000_triangles():
    meshes = [m.get("filename", "") for m in ET.parse(URDF).getroot().findall(".//visual//mesh")]
    lines = itertools.chain(*((URDF.parent / m).read_text().splitlines() for m in meshes))
    assert 1000 < sum(line.startswith("f ") for line in lines) <= 2000


def test_the_committed_files_are_what_the_generator_writes():
    texts = make_meshes.files()
    found = {p.relative_to(URDF.parent).as_posix() for p in URDF.parent.rglob("*.obj")}
    assert found | {"panda.urdf"} == set(texts)
    for name, text in texts.items():
        assert (URDF.parent / name).read_bytes() == text.encode(), name


def test_pybullet_reports_the_published_masses_and_centres(client):
    body = load(client)
    for joint in range(pybullet.getNumJoints(body, physicsClientId=client)):
        name = pybullet.getJointInfo(body, joint, physicsClientId=client)[12].decode()
        mass, _, _, centre, *_ = pybullet.getDynamicsInfo(body, joint, physicsClientId=client)
        expected = parameters.INERTIAS.get(name)
        assert mass == pytest.approx(expected.mass if expected else 0.0)
        assert centre == pytest.approx(expected.centre if expected else (0, 0, 0))


def test_pybullet_reports_the_published_limits(client):
    body = load(client)
    for joint, row in enumerate(parameters.ARM_JOINTS):
        info = pybullet.getJointInfo(body, joint, physicsClientId=client)
        assert info[1].decode() == f"panda_joint{joint + 1}"
        assert info[8:12] == (row.lower, row.upper, row.effort, row.velocity)
    for joint in FINGERS:
        info = pybullet.getJointInfo(body, joint, physicsClientId=client)
        assert info[8:12] == (0.0, 0.04, 20.0, 0.05)


def test_the_arms_mass_matrix_is_that_of_the_full_published_tensors(client):
    body = load(client)
    frames = link_frames(HOME)
    yaw = np.array([[1, 1, 0], [-1, 1, 0], [0, 0, np.sqrt(2)]]) / np.sqrt(2)
    hand = frames[-1] @ np.block([[yaw, np.array([[0], [0], [0.107]])], [np.zeros(3), 1]])
    fingers = [hand.copy(), hand.copy()]
    for frame, side in zip(fingers, (1, -1), strict=True):
        frame[:3, 3] += hand[:3, :3] @ (0, side * 0.04, 0.0584)
    expected = np.zeros((7, 7))
    for frame, name in zip([*frames, hand, *fingers], list(parameters.INERTIAS)[1:], strict=True):
        expected += _mass_matrix_of_one_link(frames, frame, parameters.INERTIAS[name])
    found = pybullet.calculateMassMatrix(body, [*HOME, 0.04, 0.04], physicsClientId=client)
    assert_allclose(np.array(found)[:7, :7], expected, atol=1e-5)


def _mass_matrix_of_one_link(frames, frame, inertia) -> np.ndarray:
    xx, xy, xz, yy, yz, zz = inertia.tensor
    turned = frame[:3, :3] @ [[xx, xy, xz], [xy, yy, yz], [xz, yz, zz]] @ frame[:3, :3].T
    centre = frame[:3, :3] @ inertia.centre + frame[:3, 3]
    linear, angular = np.zeros((3, 7)), np.zeros((3, 7))
    moved_by = next((i for i, f in enumerate(frames) if f is frame), 6)
    for i, joint in enumerate(frames[: moved_by + 1]):
        angular[:, i] = joint[:3, 2]
        linear[:, i] = np.cross(joint[:3, 2], centre - joint[:3, 3])
    return inertia.mass * linear.T @ linear + angular.T @ turned @ angular


def test_forward_kinematics_is_the_product_of_the_dh_table(client):
    body = load(client)
    for angles in random_poses(100):
        pose(client, body, angles)
        flange = link_frames(angles)[-1]
        state = pybullet.getLinkStates(
            body, [HAND, TCP], computeForwardKinematics=1, physicsClientId=client
        )
        assert_allclose(state[0][4], (flange @ [0, 0, 0.107, 1])[:3], atol=1e-6)
        assert_allclose(state[1][4], (flange @ [0, 0, 0.107 + 0.1034, 1])[:3], atol=1e-6)


def test_neighbouring_links_never_touch(client):
    body = load(client)
    neighbours = [*itertools.pairwise(range(-1, 7)), (6, HAND), (HAND, 9), (HAND, 10), (5, HAND)]
    corners = np.where(np.random.default_rng(1).random((100, 7)) < 0.5, LOWER, UPPER)
    for angles in [*random_poses(200), *corners]:
        pose(client, body, angles, opening=0.02)
        pybullet.performCollisionDetection(physicsClientId=client)
        assert min(gap(client, body, pair) for pair in neighbours) > 0.001


def test_at_home_no_two_links_touch_and_none_the_table(client):
    body = load(client)
    pose(client, body, HOME)
    pybullet.performCollisionDetection(physicsClientId=client)
    assert min(gap(client, body, p) for p in itertools.combinations(range(-1, 11), 2)) > 0.001
    plane = pybullet.createCollisionShape(pybullet.GEOM_PLANE, physicsClientId=client)
    table = pybullet.createMultiBody(0.0, plane, physicsClientId=client)
    points = pybullet.getClosestPoints(body, table, 0.1, physicsClientId=client)
    assert min(point[8] for point in points) > 0.001


def swing(client: int, path: Path) -> list[tuple]:
    body = load(client, path)
    pybullet.setGravity(0, 0, -9.81, physicsClientId=client)
    pose(client, body, HOME)
    states = []
    for step in range(500):
        targets = [*(HOME + 0.4 * np.sin(step / 40 + np.arange(7))), 0.02, 0.01]
        control = (body, [*range(7), *FINGERS], pybullet.POSITION_CONTROL, targets)
        pybullet.setJointMotorControlArray(*control, physicsClientId=client)
        pybullet.stepSimulation(physicsClientId=client)
        states.append(pybullet.getJointStates(body, [*range(7), *FINGERS], physicsClientId=client))
    return states


def test_stock_visuals_change_nothing_of_the_motion(client, tmp_path):
    stock = tmp_path / "panda_stock.urdf"
    stock.write_text(stock_visuals_urdf(URDF.read_text(), STOCK_MESHES))
    ours = swing(client, URDF)
    pybullet.resetSimulation(physicsClientId=client)
    theirs = swing(client, stock)
    drawn = pybullet.getVisualShapeData(0, physicsClientId=client)
    assert ours == theirs
    assert max(abs(a[0] - b[0]) for a, b in zip(ours[0], ours[-1], strict=True)) > 0.1
    assert {Path(shape[4].decode()).parent.parent for shape in drawn} == {STOCK_MESHES}


def test_a_missing_stock_mesh_is_named(tmp_path):
    with pytest.raises(MachineError, match=r"link0\.obj: no such mesh"):
        stock_visuals_urdf(URDF.read_text(), tmp_path)
