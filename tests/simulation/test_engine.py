"""PyBullet: silent, and refused where it lacks NumPy."""

import subprocess
import sys
import types

import pytest

from physai_sim.core.errors import MachineError
from physai_sim.simulation import engine


def run_quietly(code):
    command = [sys.executable, "-c", code]
    return subprocess.run(command, capture_output=True, timeout=120, check=False)


def test_a_build_without_numpy_is_refused_with_the_cure():
    fake = types.SimpleNamespace(isNumpyEnabled=lambda: 0)
    with pytest.raises(MachineError, match="without NumPy") as caught:
        engine.check_numpy_build(fake)
    assert engine.REBUILD in str(caught.value)
    assert "pip install --no-build-isolation" in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_build_with_numpy_passes():
    engine.check_numpy_build(types.SimpleNamespace(isNumpyEnabled=lambda: 1))
    engine.check_numpy_build(engine.bullet)


def test_import_and_use_print_nothing():
    code = (
        "from physai_sim.core.config import load_world\n"
        "from physai_sim.envs.session import Session\n"
        "s = Session(load_world('reach')); s.reset(0); s.step([0.0] * 7); s.close()\n"
    )
    done = run_quietly(code)
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")


def test_silencing_ends_with_the_import():
    code = (
        "import sys, os\nimport physai_sim.simulation.engine\n"
        "sys.stdout.write('out'); sys.stderr.write('err'); sys.stdout.flush()\n"
        "os.write(1, b'raw')"
    )
    done = run_quietly(code)
    assert (done.stdout, done.stderr) == (b"outraw", b"err")


def test_a_window_without_a_display_is_refused(monkeypatch):
    monkeypatch.delenv("DISPLAY", raising=False)
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    with pytest.raises(MachineError, match="rgb_array"):
        engine.connect(gui=True)


def test_a_display_that_does_not_answer_is_refused_and_this_process_lives_on(monkeypatch):
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    monkeypatch.setenv("DISPLAY", ":987")
    with pytest.raises(MachineError, match="':987'"):
        engine.connect(gui=True)


def test_the_models_of_pybullet_are_found():
    assert engine.data_folder().endswith("pybullet_data")
