"""Our own low-poly Franka Panda: `panda.urdf`, its meshes, and the code that makes both."""

from __future__ import annotations

from pathlib import Path

# Load with pybullet.URDF_USE_INERTIA_FROM_FILE: without it Bullet ignores the file's inertias.
URDF = Path(__file__).parent / "panda.urdf"
