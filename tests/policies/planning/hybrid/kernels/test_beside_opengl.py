"""Triton and Mesa's OpenGL in one process: each brings an LLVM."""

import signal
import subprocess
import sys

import pytest

pytest.importorskip("triton", reason="triton is missing (make test-kernels)")

PLAIN = "import moderngl; moderngl.create_context(standalone=True, backend='egl', require=430)\n"
OURS = "from physai_sim.rendering.gl.context import context, program; context()\n"
THEN = "from triton._C import libtriton; libtriton.ir.load_dialects(libtriton.ir.context())\n"
DRAW = "program('scene'); program('shadow'); print('drawn')\n"


def _ended(*parts):
    command = [sys.executable, "-c", "".join(parts)]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)


@pytest.fixture(scope="module", autouse=True)
def _opengl():
    done = _ended("from physai_sim.rendering.gl.context import probe; print(probe())")
    if done.stdout.strip() != "None":
        pytest.skip(f"there is no OpenGL: {done.stdout}")


def test_triton_is_imported_after_our_renderer_began_and_the_renderer_goes_on():
    done = _ended(OURS, THEN, DRAW)
    assert (done.returncode, done.stdout) == (0, "drawn\n"), done.stderr


def test_triton_first_is_well_too():
    done = _ended(THEN, OURS, DRAW)
    assert (done.returncode, done.stdout) == (0, "drawn\n"), done.stderr


def test_what_is_guarded_against_is_there():
    """Where this fails because all is well, the guard has lost its reason on this machine."""
    assert _ended(PLAIN, THEN).returncode in {-signal.SIGSEGV, -signal.SIGABRT}
