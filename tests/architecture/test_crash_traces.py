"""A worker of pytest-xdist that crashes tells where."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

SHARED = Path(__file__).parents[1]
CRASHES = """
import os


def falls_over():
    os.abort()


def test_a_crash():
    falls_over()


def test_another():
    pass
"""


@pytest.fixture(name="outcome")
def _outcome(tmp_path):
    """What pytest says of a file of tests, run by one worker with the shared conftest."""

    def run(text):
        for name in ("conftest.py", "long_tests.yaml"):
            shutil.copy(SHARED / name, tmp_path)
        (tmp_path / "pytest.ini").write_text("[pytest]\nmarkers = slow\n", encoding="utf-8")
        (tmp_path / "test_it.py").write_text(text, encoding="utf-8")
        words = [sys.executable, "-m", "pytest", "-n", "1", "--max-worker-restart", "1"]
        return subprocess.run(
            words, cwd=tmp_path, capture_output=True, text=True, timeout=120, check=False
        )

    return run


@pytest.mark.slow
def test_a_crashed_worker_leaves_the_trace_of_its_threads(outcome):
    done = outcome(CRASHES)
    assert done.returncode == 1
    assert "1 failed, 1 passed" in done.stdout
    assert "trace of worker gw0_" in done.stdout
    assert "Fatal Python error: Aborted" in done.stdout
    assert "in falls_over" in done.stdout
    assert "trace of worker gw1_" not in done.stdout


@pytest.mark.slow
def test_workers_that_end_well_leave_nothing(outcome):
    done = outcome("def test_it():\n    pass\n")
    assert done.returncode == 0
    assert "trace of worker" not in done.stdout
