"""Makes the car's meshes: `python -m physai_sim.robots.assets.sedan.make_meshes [FOLDER]`.

One OBJ file per colour, so that every renderer colours them from the URDF alone. The files are
committed; a test compares them with what this writes.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

from physai_sim.robots.assets.panda.mesh import Mesh, obj_text
from physai_sim.robots.assets.sedan import body_meshes, wheel_meshes

COLOURS: dict[str, Callable[[], Mesh]] = {
    "paint": body_meshes.paint,
    "glass": body_meshes.glass,
    "trim": body_meshes.trim,
    "white": body_meshes.white,
    "red": body_meshes.red,
    "tyre": wheel_meshes.tyre,
    "rim": wheel_meshes.rim,
}


def files() -> dict[str, str]:
    """Returns the text of every mesh by its path within the folder."""
    return {
        f"meshes/{name}.obj": obj_text(make(), f"sedan {name}") for name, make in COLOURS.items()
    }


def write(folder: Path) -> None:
    """Writes the meshes into a folder; it makes `meshes/` there."""
    (folder / "meshes").mkdir(parents=True, exist_ok=True)
    for name, text in files().items():
        (folder / name).write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    write(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent)
