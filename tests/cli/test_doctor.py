import json
import os
import subprocess
import sys

import pytest

from physai_sim.core import registry
from physai_sim.doctor.base import Finding, Line

WITHOUT_NUMPY = "isNumpyEnabled = lambda: 0\n"
GOOD = Line("bags", Finding("ok", "all of them"))
WORTH = Line("display", Finding("note", "none"))
BAD = Line("video", Finding("FAIL", "no codec"), "get one")


@pytest.fixture
def examine(monkeypatch, physai):
    """The command with made-up findings."""

    def call(*words, lines):
        monkeypatch.setattr("physai_sim.cli.doctor.examine", lambda: iter(lines))
        return physai("doctor", *words)

    return call


@pytest.fixture
def broken(tmp_path):
    """`broken("doctor")`: the command on a machine whose PyBullet was built without NumPy."""
    (tmp_path / "pybullet.py").write_text(WITHOUT_NUMPY)
    path = f"{tmp_path}{os.pathsep}{os.environ.get('PYTHONPATH', '')}"
    environment = {**os.environ, "PYTHONPATH": path}

    def call(*words):
        command = [sys.executable, "-m", "physai_sim.cli.main", *words]
        return subprocess.run(
            command, capture_output=True, text=True, env=environment, cwd=tmp_path, check=False
        )

    return call


def test_there_is_one_line_for_each_check(examine):
    done = examine(lines=[GOOD, WORTH, BAD])
    assert (done.code, done.err) == (2, "")
    assert done.out.splitlines() == [
        "ok    bags          all of them",
        "note  display       none",
        "FAIL  video         no codec; get one",
        "1 of 3 checks failed: video",
    ]


def test_what_keeps_several_checks_from_working_is_told_once(examine):
    again = Line("world", BAD.finding, "get two")
    lines = examine(lines=[BAD, again]).out.splitlines()
    assert lines[0] == "FAIL  video         no codec; get one"
    assert lines[1] == "FAIL  world         as video"


def test_notes_are_no_failures(examine):
    done = examine(lines=[GOOD, WORTH])
    assert (done.code, done.err) == (0, "")
    assert done.out.endswith("none of 2 checks failed\n")


@pytest.mark.parametrize(("lines", "code"), [([GOOD, WORTH], 0), ([GOOD, BAD], 2)])
def test_the_findings_as_json_are_one_document(examine, lines, code):
    done = examine("--json", lines=lines)
    document = json.loads(done.out)
    assert (done.code, done.err) == (code, "")
    assert set(document) == {"schema", "machine", "ok", "checks"}
    assert document["ok"] == (code == 0)
    assert {"system", "processor", "cores", "versions"} <= set(document["machine"])
    last = lines[-1]
    assert document["checks"][-1] == {
        "name": last.check,
        "mark": last.finding.mark.lower(),
        "found": last.finding.found,
        "remedy": last.remedy,
    }


@pytest.mark.slow
def test_here_everything_that_is_needed_works(physai):
    done = physai("doctor", "--json")
    checks = json.loads(done.out)["checks"]
    assert [check["name"] for check in checks] == list(registry.names("checks"))
    assert [check for check in checks if check["mark"] == "fail"] == []
    assert done.code == 0


@pytest.mark.slow
def test_a_pybullet_without_numpy_is_told_in_lines_and_not_as_a_traceback(broken):
    done = broken("doctor")
    assert (done.returncode, done.stderr) == (2, "")
    marks = {line.split()[1]: line.split()[0] for line in done.stdout.splitlines()[:-1]}
    assert marks["engine"] == marks["physics"] == "FAIL"
    assert marks["python"] == marks["disk"] == marks["video"] == "ok"
    assert "--no-build-isolation" in done.stdout


@pytest.mark.slow
@pytest.mark.parametrize("words", [("run", "reach", "--out", "x"), ("list", "robots")])
def test_other_commands_say_it_in_one_line(broken, words):
    done = broken(*words)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("physai: PyBullet was built without NumPy")
    assert done.stderr.count("\n") == 1
