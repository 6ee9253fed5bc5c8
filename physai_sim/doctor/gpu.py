"""Does torch see a GPU?"""

from __future__ import annotations

import runpy
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

from physai_sim.doctor.base import Finding

ASK = (
    "import torch; "
    "print(', '.join(torch.cuda.get_device_name(k) for k in range(torch.cuda.device_count())))"
)
WAIT_S = 60


class Gpu:
    """A GPU that torch can use; everything works without one."""

    remedy = "install a torch that fits the driver"

    def run(self) -> Finding:
        """See `Check`."""
        spec = find_spec("torch")
        if spec is None or spec.origin is None:
            return Finding("note", "not looked for: torch is not installed")
        # Importing torch takes seconds, and a build without CUDA says so in a file of its own.
        built = runpy.run_path(str(Path(spec.origin).parent / "version.py"))
        if not (built.get("cuda") or built.get("hip")):
            return Finding("note", f"none: torch {built['__version__']} was built without CUDA")
        return _asked()


def _asked() -> Finding:
    """The devices, asked in a process of its own: a driver may take it down or hold it up."""
    command = [sys.executable, "-c", ASK]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=WAIT_S, check=False)
    except subprocess.TimeoutExpired:
        return Finding("note", f"torch did not answer within {WAIT_S} s")
    devices, complaints = done.stdout.strip(), done.stderr.strip().splitlines()
    if done.returncode:
        why = complaints[-1] if complaints else f"exit code {done.returncode}"
        return Finding("note", f"torch does not work: {why}")
    return Finding("ok", devices) if devices else Finding("note", "torch sees none")
