"""Launch files written by tests, and an install prefix with one package."""

import os
import textwrap

import pytest

from physai_sim.launching.evaluation import make_plan
from physai_sim.launching.plan import ParameterText


@pytest.fixture
def launch_file(tmp_path):
    """`launch_file("- log: {message: hi}")`: a launch file of these tags; gives its path."""

    def write(tags, name="it.launch.yaml"):
        path = tmp_path / name
        path.write_text("launch:\n" + textwrap.dedent(tags), encoding="utf-8")
        return path

    return write


@pytest.fixture
def plan_of(launch_file):
    """`plan_of(tags, x="1")`: the plan of a launch file with launch arguments."""

    def plan(tags, **arguments):
        return make_plan(launch_file(tags), arguments)

    return plan


@pytest.fixture
def commands_of(plan_of):
    """As `plan_of`, for the words of each process; a parameter file stands for its text."""

    def commands(tags, **arguments):
        return [
            [w.text if isinstance(w, ParameterText) else w for w in process.command]
            for process in plan_of(tags, **arguments).processes
        ]

    return commands


@pytest.fixture
def prefix(tmp_path, monkeypatch):
    """An install prefix with the package `demo` and its program `talk`, alone in the path."""
    root = tmp_path / "prefix"
    marker = root / "share/ament_index/resource_index/packages/demo"
    marker.parent.mkdir(parents=True)
    marker.touch()
    program = root / "lib/demo/talk"
    program.parent.mkdir(parents=True)
    program.write_text("#!/bin/sh\n", encoding="utf-8")
    program.chmod(0o755)
    (root / "lib/demo/notes.txt").touch()
    monkeypatch.setenv("AMENT_PREFIX_PATH", f"/nowhere{os.pathsep}{root}")
    return root
