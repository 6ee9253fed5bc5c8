import sys
from importlib.machinery import ModuleSpec

import pytest

from physai_sim.doctor import gpu
from physai_sim.doctor.base import examined

COUNTS = """
class cuda:
    device_count = staticmethod(lambda: {count})
    get_device_name = staticmethod(lambda k: f'Device {{k}}')
"""


@pytest.fixture
def torch(monkeypatch, tmp_path):
    """Puts a package `torch` in the place of any other, for us and for processes we start."""

    def make(version, text=""):
        folder = tmp_path / "torch"
        folder.mkdir()
        (folder / "version.py").write_text(version)
        (folder / "__init__.py").write_text(text)
        monkeypatch.setenv("PYTHONPATH", str(tmp_path))
        spec = ModuleSpec("torch", None, origin=str(folder / "__init__.py"))
        monkeypatch.setattr(gpu, "find_spec", lambda _: spec)

    return make


def test_without_torch_no_gpu_is_looked_for(monkeypatch):
    monkeypatch.setattr(gpu, "find_spec", lambda _: None)
    assert examined("gpu").finding.mark == "note"


def test_a_build_without_cuda_is_not_imported(torch):
    torch("__version__ = '9.1'\ncuda = None\n", "raise RuntimeError('imported')")
    finding = examined("gpu").finding
    assert (finding.mark, finding.found) == ("note", "none: torch 9.1 was built without CUDA")
    assert "torch" not in sys.modules or sys.modules["torch"].__version__ != "9.1"


@pytest.mark.parametrize(
    ("count", "mark", "text"), [(2, "ok", "Device 0, Device 1"), (0, "note", "torch sees none")]
)
def test_a_build_with_cuda_is_asked_for_devices(torch, count, mark, text):
    torch("__version__ = '9.1'\ncuda = '13.0'\n", COUNTS.format(count=count))
    finding = examined("gpu").finding
    assert (finding.mark, finding.found) == (mark, text)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("import os; os.abort()", "torch does not work: exit code -6"),
        ("raise ImportError('no libcudart.so')", "does not work: ImportError: no libcudart.so"),
        ("import time; time.sleep(60)", "torch did not answer within 0.5 s"),
    ],
)
def test_a_torch_that_does_not_work_is_worth_a_note(torch, monkeypatch, text, told):
    torch("__version__ = '9.1'\nhip = '7.0'\n", text)
    if "answer" in told:
        monkeypatch.setattr(gpu, "WAIT_S", 0.5)
    finding = examined("gpu").finding
    assert finding.mark == "note"
    assert told in finding.found
