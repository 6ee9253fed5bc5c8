"""Triton's library is loaded before OpenGL; the two together: kernels/test_beside_opengl.py."""

import shutil
import sys
from pathlib import Path

import pytest

from physai_sim.rendering.gl.llvm import bind_tritons

_MAPS = Path("/proc/self/maps")

pytestmark = pytest.mark.skipif(not _MAPS.exists(), reason="libraries are not listed here")


@pytest.fixture
def library(tmp_path, monkeypatch):
    """Where Triton's library would be, of a Triton that is found first."""
    folder = tmp_path / "triton" / "_C"
    folder.mkdir(parents=True)
    (tmp_path / "triton" / "__init__.py").write_text("raise AssertionError('imported')")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.delitem(sys.modules, "triton", raising=False)
    return folder / "libtriton.so"


def test_it_is_loaded_and_nothing_is_imported(library):
    import _ctypes

    shutil.copy(_ctypes.__file__, library)
    bind_tritons()
    assert str(library) in _MAPS.read_text()
    assert "triton" not in sys.modules


def test_a_library_that_is_missing_or_damaged_is_left_to_who_imports_it(library):
    bind_tritons()
    library.write_bytes(b"no library")
    bind_tritons()
    assert str(library) not in _MAPS.read_text()
