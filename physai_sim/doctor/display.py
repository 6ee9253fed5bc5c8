"""Is there a display for PyBullet's window?"""

from __future__ import annotations

import os
import subprocess

from physai_sim.core.errors import MachineError
from physai_sim.doctor.base import Finding
from physai_sim.simulation.engine import require_display


class Display:
    """A display answers for render_mode="human"; nothing else needs one."""

    remedy = "start an X server, or do without render_mode='human'"

    def run(self) -> Finding:
        """See `Check`."""
        try:
            require_display()
        except (MachineError, subprocess.TimeoutExpired):
            return Finding("note", "none answers: no render_mode='human'; all else needs none")
        return Finding("ok", f"PyBullet's window opens on {os.environ.get('DISPLAY', 'Wayland')}")
