"""The programs in `examples/` learn, go on after a kill, and end as every command does."""

import json
import os
import re
import shlex
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from physai_sim.core.arrays import read_arrays

ROOT = Path(__file__).parents[2]
# Control steps after which each learns to reach with a margin to spare: see the test.
STEPS = {"ppo": 12_000, "sac_her": 3_000}
PROGRAMS = {name: ROOT / "examples" / f"{name}.py" for name in STEPS}
MARGIN = 0.25

pytestmark = pytest.mark.slow


@pytest.fixture(autouse=True)
def _with_the_extra():
    pytest.importorskip("stable_baselines3")


@pytest.fixture
def begin():
    """Starts a program; it is ended after the test at the latest."""
    started = []

    def start(name, *words):
        command = [sys.executable, "-W", "error", str(PROGRAMS[name]), *map(str, words)]
        process = subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )
        started.append(process)
        return process

    yield start
    for process in started:
        process.kill()
        process.communicate()


@pytest.fixture
def finish(begin):
    """Runs a program to its end; gives code, stdout and stderr."""

    def run(name, *words):
        process = begin(name, *words)
        out, err = process.communicate()
        return process.returncode, out, err

    return run


def _json(folder, name):
    return json.loads((folder / name).read_text(encoding="utf-8"))


@pytest.mark.timeout(1800)
@pytest.mark.parametrize("name", PROGRAMS)
def test_a_short_training_beats_a_random_policy_and_its_policy_plays(
    name, finish, tmp_path, physai
):
    out = tmp_path / "out"
    words = ("--steps", STEPS[name], "--minutes", 60, "--episodes", 20)
    code, line, err = finish(name, "--world", "reach", *words, "--seed", 0, "--out", out)
    assert code == 0, err
    figures, record = _json(out, "training.json"), _json(out, "run.json")
    trained, by_chance = figures["success"]["value"], figures["success_of_random_policy"]["value"]
    assert trained >= by_chance + MARGIN, line
    assert re.fullmatch(
        r"reach: success \d\.\d\d \(95 %: .*, n = 20\) after \d+ control steps in \d+\.\d min; "
        r"a random policy 0\.\d\d \(95 %: .*, n = 20\)\n",
        line,
    )
    assert figures["steps"] == STEPS[name]
    assert record["exit_state"] == "done"
    assert {path.name for path in out.iterdir()} == {
        "checkpoint.npz",
        "curve.png",
        "policy.npz",
        "run.json",
        "training.json",
    }
    run = tmp_path / "run"
    done = physai("run", "reach", "--policy", f"trained:{out / 'policy.npz'}", "--out", run)
    assert done.code == 0
    assert (run / "report.html").is_file()
    assert (run / "episode_000" / "metadata.yaml").is_file()


@pytest.mark.timeout(900)
@pytest.mark.parametrize("name", PROGRAMS)
def test_a_training_that_was_killed_goes_on_from_its_checkpoint(name, begin, finish, tmp_path):
    out = tmp_path / "out"
    words = ("--world", "reach", "--minutes", 60, "--episodes", 1, "--out", out)
    process = begin(name, *words, "--checkpoint-every", 1)
    deadline = time.monotonic() + 300
    while not (out / "checkpoint.npz").is_file() or _progress(process) < 600:
        assert process.poll() is None
        assert time.monotonic() < deadline, "waited in vain"
    workers = _children(process.pid)
    process.send_signal(signal.SIGKILL)
    process.communicate()
    _wait_until_gone(workers)
    assert _json(out, "run.json")["exit_state"] == "running"
    # How far the last checkpoint is depends on the machine: it runs on until it is killed.
    kept = int(read_arrays(out / "checkpoint.npz")["history/spent"][0])
    code, line, err = finish(name, *words, "--steps", kept + 900, "--resume")
    assert code == 0, err
    figures = _json(out, "training.json")
    assert figures["steps"] == kept + 900
    assert f"after {kept + 900} control steps" in line
    ends = figures["episodes"]["steps"]
    assert ends == sorted(ends)
    assert ends[0] < kept < ends[-1]
    assert _json(out, "run.json")["exit_state"] == "done"


def _progress(process):
    """Steps that the next line on standard error tells of."""
    told = re.match(r"(\d+) steps in \d+ s: ", process.stderr.readline())
    return int(told[1]) if told else 0


@pytest.mark.timeout(900)
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
@pytest.mark.parametrize("name", PROGRAMS)
def test_a_training_that_is_interrupted_says_so_and_leaves_no_process(
    name, number, begin, tmp_path
):
    out = tmp_path / "out"
    process = begin(name, "--minutes", 60, "--out", out, "--checkpoint-every", 0)
    while _progress(process) < 1:
        assert process.poll() is None
    workers = _children(process.pid)
    process.send_signal(number)
    printed, complaint = process.communicate(timeout=60)
    assert (process.returncode, printed) == (130, "")
    assert complaint.splitlines()[-1] == "physai: interrupted"
    assert "Traceback" not in complaint
    assert _json(out, "run.json")["exit_state"] == "interrupted"
    _wait_until_gone(workers)


def _children(pid):
    """Processes below one, by id."""
    tasks = Path(f"/proc/{pid}/task").glob("*/children")
    direct = [int(child) for task in tasks for child in task.read_text().split()]
    return [*direct, *(below for child in direct for below in _children(child))]


def _wait_until_gone(pids):
    deadline = time.monotonic() + 30
    while any(os.path.exists(f"/proc/{pid}") for pid in pids):
        assert time.monotonic() < deadline, "processes are left"
        time.sleep(0.05)


@pytest.mark.parametrize("name", PROGRAMS)
@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        (["--world", "nowhere"], "unknown world, got 'nowhere'"),
        (["--minutes", "-1"], "Invalid value for '--minutes'"),
        (["--overwrite", "--resume"], "contradict each other"),
        (["--out", __file__], "not a folder"),
    ],
)
def test_bad_input_gets_one_line_and_code_2(name, words, complaint, finish, tmp_path):
    code, printed, err = finish(name, "--out", tmp_path / "out", *words)
    assert (code, printed) == (2, "")
    assert err.startswith("physai: ")
    assert complaint in err
    assert err.count("\n") == 1


@pytest.mark.timeout(900)
@pytest.mark.parametrize("name", PROGRAMS)
def test_the_commands_in_the_docstring_work_as_they_stand(name, tmp_path):
    text = PROGRAMS[name].read_text(encoding="utf-8")
    train, play = re.findall(r"^    ((?:python|physai) .*)$", text, flags=re.MULTILINE)
    # Only shorter.
    train = re.sub(r"--minutes \S+", "--steps 1200 --episodes 1", train)
    (tmp_path / "examples").symlink_to(ROOT / "examples")
    folder = Path(sys.executable).parent
    environment = {**os.environ, "PATH": f"{folder}{os.pathsep}{os.environ['PATH']}"}
    for command in (train, play):
        done = subprocess.run(
            shlex.split(command),
            cwd=tmp_path,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
