"""What README tells people to do really works; tests/extending does the same for the pages."""

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from physai_sim.cli.main import main

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
# .ci/run calls the tests themselves, test_colcon_build.py builds the workspace.
MAKE_RUN_ELSEWHERE = {"make test"}


def _blocks(text, language):
    return re.findall(rf"^```{language}\n(.*?)^```", text, flags=re.MULTILINE | re.DOTALL)


def _commands():
    return [line for block in _blocks(README, "sh") for line in block.splitlines() if line]


def _cut_short(command):
    """A training of some seconds; anything else as it stands."""
    command = re.sub(r"--minutes \S+", "--steps 1200 --episodes 1", command)
    return re.sub(r"(?<= )examples/", f"{ROOT}/examples/", command)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("reader")


@pytest.mark.slow
@pytest.mark.timeout(900)  # dozens of commands, one after the other
def test_every_command_and_snippet_of_the_readme_works_in_its_order(folder):
    bin_folder = Path(sys.executable).parent
    environment = {**os.environ, "PATH": f"{bin_folder}{os.pathsep}{os.environ['PATH']}"}
    physai = [_cut_short(line) for line in _commands() if line.startswith(("physai", "python"))]
    assert len(physai) >= 5
    snippets = [["python", "-W", "error", "-c", code] for code in _blocks(README, "python")]
    for command in [*map(shlex.split, physai), *snippets]:
        done = subprocess.run(
            command, cwd=folder, env=environment, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, f"{command}: {done.stderr}"
        assert done.stdout, command


@pytest.mark.slow
def test_the_demo_leaves_what_the_readme_promises():
    environment = {**os.environ, "VENV": str(Path(sys.executable).parents[1])}
    subprocess.run(["make", "demo"], cwd=ROOT, env=environment, check=True, capture_output=True)
    for world in ("lane_curve", "reach"):
        out = ROOT / "out" / "demo" / world
        for name in (
            "episode_000/metadata.yaml",
            "episode_000.mp4",
            "metrics.json",
            "report.html",
        ):
            assert (out / name).is_file(), f"{world}: {name}"


def test_every_make_command_of_the_readme_is_run_somewhere():
    wanted = {line for line in _commands() if line.startswith("make")}
    assert wanted <= {"make demo", *MAKE_RUN_ELSEWHERE}


def test_what_runs_until_it_is_ended_stands_where_tests_start_it():
    served = (ROOT / "docs" / "serving.md").read_text(encoding="utf-8")
    commands = {line for block in _blocks(README, "bash") for line in block.splitlines()}
    assert commands
    assert commands <= {line for block in _blocks(served, "bash") for line in block.splitlines()}


def test_the_error_that_the_readme_shows_is_the_one_that_is_given(tmp_path, monkeypatch, capsys):
    shown = next(block for block in _blocks(README, "text") if block.startswith("physai: "))
    text = (ROOT / "worlds" / "reach.yaml").read_text(encoding="utf-8")
    wrong = tmp_path / "reach.yaml"
    wrong.write_text(text.replace("tool_speed_mps", "tool_sped_mps"), encoding="utf-8")
    arguments = ["physai", "run", str(wrong), "--out", str(tmp_path / "out")]
    monkeypatch.setattr(sys, "argv", arguments)
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == 2
    assert capsys.readouterr().err == shown
