"""Our own mid-size car: `sedan.urdf`, its meshes, and the code that makes the meshes."""

from __future__ import annotations

from pathlib import Path

# Load with pybullet.URDF_USE_INERTIA_FROM_FILE (without it Bullet makes inertias up from collision
# shapes) and pybullet.URDF_USE_IMPLICIT_CYLINDER (without it wheels are polygons and rattle).
URDF = Path(__file__).parent / "sedan.urdf"
