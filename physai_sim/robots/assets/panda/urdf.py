"""Writes `panda.urdf` from the published numbers, the collision shapes and the list of meshes."""

from __future__ import annotations

from collections.abc import Iterable
from math import cos, pi, sin
from xml.etree import ElementTree as ET

from physai_sim.robots.assets.panda import parameters as p
from physai_sim.robots.assets.panda.collisions import COLLISIONS, Shape
from physai_sim.robots.assets.panda.inertia import principal_axes, roll_pitch_yaw

NOTES = (
    "Made by make_meshes.py; change that, not this file.",
    "Kinematics, limits: Franka Emika, Robot and interface specifications; Franka Hand datasheet.",
    "Inertias of links 1 to 7: Gaz et al., IEEE RA-L 4(4), 2019. Each inertial frame lies along "
    "the principal axes, since Bullet keeps a diagonal only. Bullet reads them only with the flag "
    "URDF_USE_INERTIA_FROM_FILE; without it, it makes its own from the collision shapes.",
    "The mimic tag is for ROS; Bullet ignores it, so command both fingers.",
)
COLOURS = {
    "white": "0.97 0.97 0.98 1",
    "dark": "0.33 0.33 0.36 1",
    "grey": "0.45 0.45 0.47 1",
    "black": "0.10 0.10 0.11 1",
}
# link -> (shape's name, origin of the mesh: xyz [m], rpy [rad])
Placement = tuple[str, tuple[float, float, float], tuple[float, float, float]]
_STILL = (0.0, 0.0, 0.0)
PLACEMENTS: dict[str, Placement] = {
    "panda_link0": ("base", _STILL, _STILL),
    "panda_link1": ("shoulder", _STILL, _STILL),
    "panda_link2": ("shoulder", _STILL, (-pi / 2, 0.0, 0.0)),
    "panda_link3": ("elbow", _STILL, _STILL),
    "panda_link4": ("elbow", (-0.0825, 0.0, 0.0), (pi / 2, 0.0, 0.0)),
    "panda_link5": ("forearm", _STILL, _STILL),
    "panda_link6": ("wrist", _STILL, _STILL),
    "panda_link7": ("flange", _STILL, _STILL),
    "panda_hand": ("hand", _STILL, _STILL),
    "panda_leftfinger": ("finger", _STILL, _STILL),
    "panda_rightfinger": ("finger", _STILL, (0.0, 0.0, pi)),
}
_SIZE_KEYS = {"box": ("size",), "cylinder": ("radius", "length"), "sphere": ("radius",)}


def _numbers(values: Iterable[float]) -> str:
    return " ".join(f"{round(v, 9) + 0.0:.10g}" for v in values)


def _origin(parent: ET.Element, xyz: Iterable[float], rpy: Iterable[float] = _STILL) -> None:
    ET.SubElement(parent, "origin", {"xyz": _numbers(xyz), "rpy": _numbers(rpy)})


def urdf_text(colours_of: dict[str, list[str]]) -> str:
    """Writes the robot.

    Args:
        colours_of: For each shape the colours it has a mesh of, `meshes/SHAPE_COLOUR.obj`.

    Returns:
        The URDF.
    """
    robot = ET.Element("robot", {"name": "panda"})
    for note in NOTES:
        robot.append(ET.Comment(f" {note} "))
    for name, rgba in COLOURS.items():
        ET.SubElement(ET.SubElement(robot, "material", {"name": name}), "color", {"rgba": rgba})
    links = [*(f"panda_link{i}" for i in range(9)), "panda_hand", "panda_leftfinger"]
    for name in [*links, "panda_rightfinger", "panda_hand_tcp"]:
        _link(robot, name, colours_of)
    _arm_joints(robot)
    _hand_joints(robot)
    ET.indent(robot)
    return '<?xml version="1.0"?>\n' + ET.tostring(robot, encoding="unicode") + "\n"


def _link(robot: ET.Element, name: str, colours_of: dict[str, list[str]]) -> None:
    link = ET.SubElement(robot, "link", {"name": name})
    _contact(link, name)
    _inertial(link, p.INERTIAS.get(name))
    if name in PLACEMENTS:
        shape, xyz, rpy = PLACEMENTS[name]
        for colour in colours_of[shape]:
            visual = ET.SubElement(link, "visual")
            _origin(visual, xyz, rpy)
            geometry = ET.SubElement(visual, "geometry")
            ET.SubElement(geometry, "mesh", {"filename": f"meshes/{shape}_{colour}.obj"})
            ET.SubElement(visual, "material", {"name": colour})
    for primitive in COLLISIONS.get(name, []):
        _collision(link, primitive)


def _contact(link: ET.Element, name: str) -> None:
    """Rubber pads: they hold a cube by friction, also against turning about the pads' normal."""
    if name.endswith("finger"):
        contact = ET.SubElement(link, "contact")
        ET.SubElement(contact, "lateral_friction", {"value": "1.0"})
        ET.SubElement(contact, "spinning_friction", {"value": "0.1"})


def _inertial(link: ET.Element, inertia: p.Inertia | None) -> None:
    element = ET.SubElement(link, "inertial")
    moments, angles, mass = (0.0, 0.0, 0.0), _STILL, 0.0
    if inertia is not None:
        principal, axes = principal_axes(inertia)
        moments, angles, mass = tuple(principal), roll_pitch_yaw(axes), inertia.mass
    _origin(element, inertia.centre if inertia else _STILL, angles)
    ET.SubElement(element, "mass", {"value": _numbers([mass])})
    diagonal = dict(zip(("ixx", "iyy", "izz"), moments, strict=True))
    tensor = {key: diagonal.get(key, 0.0) for key in ("ixx", "ixy", "ixz", "iyy", "iyz", "izz")}
    ET.SubElement(element, "inertia", {k: f"{v:.9g}" for k, v in tensor.items()})


def _collision(link: ET.Element, shape: Shape) -> None:
    collision = ET.SubElement(link, "collision")
    _origin(collision, shape.centre, shape.rpy)
    keys = _SIZE_KEYS[shape.kind]
    values = [_numbers(shape.size)] if shape.kind == "box" else [_numbers([v]) for v in shape.size]
    geometry = ET.SubElement(collision, "geometry")
    ET.SubElement(geometry, shape.kind, dict(zip(keys, values, strict=True)))


def _joint(robot: ET.Element, name: str, kind: str, links: tuple[str, str]) -> ET.Element:
    joint = ET.SubElement(robot, "joint", {"name": name, "type": kind})
    ET.SubElement(joint, "parent", {"link": links[0]})
    ET.SubElement(joint, "child", {"link": links[1]})
    return joint


def _limits(joint: ET.Element, values: tuple[float, float, float, float]) -> None:
    keys = ("lower", "upper", "velocity", "effort")
    pairs = zip(keys, values, strict=True)
    ET.SubElement(joint, "limit", {k: _numbers([v]) for k, v in pairs})


def _arm_joints(robot: ET.Element) -> None:
    for i, row in enumerate(p.ARM_JOINTS, start=1):
        links = (f"panda_link{i - 1}", f"panda_link{i}")
        joint = _joint(robot, f"panda_joint{i}", "revolute", links)
        offset = (row.a, -sin(row.alpha) * row.d, cos(row.alpha) * row.d)
        _origin(joint, offset, (row.alpha, 0.0, 0.0))
        ET.SubElement(joint, "axis", {"xyz": "0 0 1"})
        _limits(joint, (row.lower, row.upper, row.velocity, row.effort))
    joint = _joint(robot, "panda_joint8", "fixed", ("panda_link7", "panda_link8"))
    _origin(joint, (0.0, 0.0, p.FLANGE_Z_M))


def _hand_joints(robot: ET.Element) -> None:
    joint = _joint(robot, "panda_hand_joint", "fixed", ("panda_link8", "panda_hand"))
    _origin(joint, _STILL, (0.0, 0.0, p.HAND_YAW_RAD))
    for i, (side, y) in enumerate((("left", "1"), ("right", "-1")), start=1):
        links = ("panda_hand", f"panda_{side}finger")
        joint = _joint(robot, f"panda_finger_joint{i}", "prismatic", links)
        _origin(joint, (0.0, 0.0, p.FINGER_Z_M))
        ET.SubElement(joint, "axis", {"xyz": f"0 {y} 0"})
        _limits(joint, (0.0, p.FINGER_STROKE_M, p.FINGER_SPEED_M_S, p.FINGER_FORCE_N))
    ET.SubElement(joint, "mimic", {"joint": "panda_finger_joint1"})
    joint = _joint(robot, "panda_hand_tcp_joint", "fixed", ("panda_hand", "panda_hand_tcp"))
    _origin(joint, (0.0, 0.0, p.TCP_Z_M))
