"""Is PyBullet there, and was it built with NumPy?"""

from __future__ import annotations

from importlib.metadata import version

from physai_sim.doctor.base import Finding
from physai_sim.simulation import engine


class Engine:
    """PyBullet is there and was built with NumPy."""

    remedy = engine.REBUILD

    def run(self) -> Finding:
        """See `Check`."""
        engine.check_numpy_build(engine.bullet)
        return Finding("ok", f"PyBullet {version('pybullet')}, built with NumPy")
