"""The program that teaches the language model: a folder, resume, one line for bad input."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SHORT = ("--tokens", 64, "--pattern", "M*", "--device", "cpu")

pytestmark = pytest.mark.slow


@pytest.fixture(autouse=True)
def _with_the_extra():
    pytest.importorskip("torch", reason="torch is missing (make setup-planner)")
    pytest.importorskip("safetensors", reason="safetensors is missing (make setup-planner)")


def _run(*words):
    command = [sys.executable, "-W", "error", str(ROOT / "examples" / "hybrid.py")]
    done = subprocess.run(
        [*command, *map(str, words)], capture_output=True, text=True, check=False
    )
    return done.returncode, done.stdout, done.stderr


def test_it_trains_and_goes_on_where_it_was(tmp_path):
    out = tmp_path / "out"
    code, line, told = _run("--task", "recall", "--steps", 20, *SHORT, "--out", out)
    assert code == 0, told
    assert line.startswith("recall by M*, seed 0: 0.")
    assert "step 10: loss" in told
    again, same, _ = _run("--task", "recall", "--steps", 20, *SHORT, "--out", out, "--resume")
    assert (again, same) == (0, line)
    assert json.loads((out / "run.json").read_text())["exit_state"] == "done"


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        (["--task", "sorting"], "unknown task, got 'sorting'"),
        (["--pattern", "MX"], "letter 2 of 2 means nothing"),
        (["--device", "toaster"], "no such device here"),
        (["--device", "meta"], "it computes nothing"),
        (["--steps", "0"], "Invalid value for '--steps'"),
        (["--overwrite", "--resume"], "contradict each other"),
    ],
)
def test_bad_input_gets_one_line_and_code_2(words, complaint, tmp_path):
    code, printed, err = _run("--out", tmp_path / "out", *words)
    assert (code, printed) == (2, "")
    assert complaint in err
    assert err.count("\n") == 1
