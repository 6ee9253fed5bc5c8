"""Makes the model's files: `python -m physai_sim.robots.assets.panda.make_meshes [FOLDER]`.

The files are committed; a test compares them with what this writes.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

from physai_sim.robots.assets.panda import arm_meshes, wrist_meshes
from physai_sim.robots.assets.panda.arm_meshes import Parts
from physai_sim.robots.assets.panda.mesh import obj_text
from physai_sim.robots.assets.panda.urdf import urdf_text

SHAPES: dict[str, Callable[[], Parts]] = {
    "base": arm_meshes.base,
    "shoulder": arm_meshes.shoulder,
    "elbow": arm_meshes.elbow,
    "forearm": arm_meshes.forearm,
    "wrist": wrist_meshes.wrist,
    "flange": wrist_meshes.flange,
    "hand": wrist_meshes.hand,
    "finger": wrist_meshes.finger,
}


def files() -> dict[str, str]:
    """Returns the text of every file of the model by its path within the folder."""
    parts = {shape: make() for shape, make in SHAPES.items()}
    texts = {
        f"meshes/{shape}_{colour}.obj": obj_text(mesh, f"panda {shape}, {colour}")
        for shape, meshes in parts.items()
        for colour, mesh in meshes.items()
    }
    texts["panda.urdf"] = urdf_text({shape: list(meshes) for shape, meshes in parts.items()})
    return texts


def write(folder: Path) -> None:
    """Writes the model into a folder; it makes `meshes/` there."""
    (folder / "meshes").mkdir(parents=True, exist_ok=True)
    for name, text in files().items():
        (folder / name).write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    write(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent)
