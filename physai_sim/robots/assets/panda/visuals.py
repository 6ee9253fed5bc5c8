"""Other visuals for the same robot: PyBullet's stock meshes, which look better and cost more.

Only what is drawn changes. Masses, joints and collision shapes stay, so states are bit-equal.
"""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree as ET

from physai_sim.core.errors import MachineError

# PyBullet's data has no visual meshes of links 0 and 7; its own URDF draws the collision ones.
STOCK_MESHES = {
    "panda_link0": "collision/link0.obj",
    **{f"panda_link{i}": f"visual/link{i}.obj" for i in range(1, 7)},
    "panda_link7": "collision/link7.obj",
    "panda_hand": "visual/hand.obj",
    "panda_leftfinger": "visual/finger.obj",
    "panda_rightfinger": "visual/finger.obj",
}
_HALF_TURN = {"panda_rightfinger": "0 0 3.1415926535898"}


def stock_visuals_urdf(urdf_text: str, mesh_folder: Path) -> str:
    """Replaces what is drawn by PyBullet's stock meshes.

    Args:
        urdf_text: Our `panda.urdf`.
        mesh_folder: `franka_panda/meshes` of PyBullet's data, with `visual/` and `collision/`.

    Returns:
        The URDF with absolute mesh paths, so it may be written anywhere.

    Raises:
        MachineError: A mesh is not there.
    """
    robot = ET.fromstring(urdf_text)
    for link in robot.iter("link"):
        for visual in link.findall("visual"):
            link.remove(visual)
        name = link.get("name", "")
        if name in STOCK_MESHES:
            link.append(_visual(_existing(mesh_folder / STOCK_MESHES[name]), name))
    for material in robot.findall("material"):
        robot.remove(material)
    return '<?xml version="1.0"?>\n' + ET.tostring(robot, encoding="unicode") + "\n"


def _existing(mesh: Path) -> Path:
    if not mesh.is_file():
        raise MachineError(
            "no such mesh", where=str(mesh), expected="PyBullet's franka_panda/meshes"
        )
    return mesh.resolve()


def _visual(mesh: Path, name: str) -> ET.Element:
    visual = ET.Element("visual")
    ET.SubElement(visual, "origin", {"xyz": "0 0 0", "rpy": _HALF_TURN.get(name, "0 0 0")})
    ET.SubElement(ET.SubElement(visual, "geometry"), "mesh", {"filename": str(mesh)})
    # White lets the meshes' own texture show.
    material = ET.SubElement(visual, "material", {"name": "stock"})
    ET.SubElement(material, "color", {"rgba": "1 1 1 1"})
    return visual
