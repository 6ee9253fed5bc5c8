"""PyBullet, imported once, in silence, and refused where it was built without NumPy."""

from __future__ import annotations

import ctypes
import importlib
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from physai_sim.core.errors import MachineError

REBUILD = (
    "pip install numpy 'setuptools<80' wheel && pip install --no-build-isolation "
    "--no-cache-dir --force-reinstall --no-deps pybullet"
)


@contextmanager
def _silenced() -> Iterator[None]:
    """Hide what C code prints: it would mix with a `--json` document and with error lines."""
    sys.stdout.flush()
    sys.stderr.flush()
    libc = ctypes.CDLL(None)
    saved = {descriptor: os.dup(descriptor) for descriptor in (1, 2)}
    null = os.open(os.devnull, os.O_WRONLY)
    try:
        for descriptor in saved:
            os.dup2(null, descriptor)
        yield
        libc.fflush(None)
    finally:
        for descriptor, copy in saved.items():
            os.dup2(copy, descriptor)
            os.close(copy)
        os.close(null)


def check_numpy_build(module: Any) -> None:
    """Refuse a PyBullet without NumPy: each 640x480 image would cost 140 ms more, as tuples.

    Raises:
        MachineError: With the command that builds it rightly.
    """
    if not module.isNumpyEnabled():
        raise MachineError(
            "PyBullet was built without NumPy (pip does so on Python >= 3.12)",
            expected=f"a build with NumPy: {REBUILD}",
        )


def _import_pybullet() -> Any:
    try:
        with _silenced():
            module = importlib.import_module("pybullet")
    except ImportError as error:
        raise MachineError(f"PyBullet cannot be imported: {error}", expected=REBUILD) from error
    check_numpy_build(module)
    return module


bullet: Any = _import_pybullet()


def connect(*, gui: bool) -> int:
    """Open a physics client.

    Args:
        gui: Whether to show PyBullet's window.

    Returns:
        Its number, which every call of the engine takes.

    Raises:
        MachineError: If a window is wanted and no display answers.
    """
    if gui:
        require_display()
    with _silenced():
        return int(bullet.connect(bullet.GUI if gui else bullet.DIRECT))


def require_display() -> None:
    """PyBullet ends the whole process where no display answers, so another one tries first.

    Raises:
        MachineError: If no display answers.
    """
    shown = bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
    if shown:
        code = "import pybullet as p; p.connect(p.GUI); print('display answers')"
        done = subprocess.run(
            [sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=False
        )
        if "display answers" in done.stdout:
            return
    raise MachineError(
        "no display for render_mode='human'",
        where="DISPLAY",
        got=os.environ.get("DISPLAY", ""),
        expected="a running X display, or render_mode='rgb_array'",
    )


def data_folder() -> str:
    """Folder of the models that come with PyBullet."""
    return str(importlib.import_module("pybullet_data").getDataPath())
