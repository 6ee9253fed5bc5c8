"""`physai generate`: episodes become rollouts, and what is wrong is said in one line."""

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

from physai_sim.benches._generate_batches import differences, states
from physai_sim.datasets.lerobot.reader import LeRobotDataset

SMALL = ("--size", "32x24", "--frames", "3", "--cameras", "front_camera")


def test_looks_of_a_world_become_videos_and_a_dataset(physai, tmp_path):
    out = tmp_path / "out"
    done = physai(
        "generate", "reach:0", "--budget", 2, *SMALL, "--format", "lerobot", "--out", out
    )
    assert done.code == 0, done.err
    assert done.out == f"2 rollouts, 6 frames made now, dataset of 2 episodes: {out}\n"
    assert "source_000_000 to source_000_001: made, 6 frames" in done.err
    assert len(LeRobotDataset(out / "dataset")) == 2
    told = json.loads((out / "run.json").read_text())
    assert (told["exit_state"], told["generator"]) == ("done", "resim")


def test_a_rollout_is_made_again_to_the_bit_from_its_arguments(physai, tmp_path):
    first, again = tmp_path / "first", tmp_path / "again"
    physai("generate", "reach:0", "--budget", 1, *SMALL, "--streams", "depth", "--out", first)
    arguments = first / "samples/source_000_000/sample_args.json"
    assert physai("generate", arguments, "--out", again).code == 0
    for name in ("sample_args.json", "sample_outputs.json", "vision.mp4"):
        file = f"samples/source_000_000/{name}"
        assert (first / file).read_bytes() == (again / file).read_bytes()


def test_a_folder_that_is_not_empty_is_left_alone_unless_told_otherwise(physai, refused, tmp_path):
    words = ("generate", "reach:0", *SMALL, "--out", tmp_path / "out")
    assert physai(*words).code == 0
    assert "the output folder is not empty" in refused(*words)
    assert "0 frames made now" in physai(*words, "--resume").out
    assert "3 frames made now" in physai(*words, "--overwrite").out
    assert "contradict each other" in refused(*words, "--resume", "--overwrite")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["reech:0"], "did you mean 'reach'"),
        (["reach:x"], "no number of an episode"),
        (["nowhere.bag"], "nowhere.bag"),
        ([], "no rollout is asked for"),
        (["reach:0", "--fps", "7"], "7 Hz does not divide 240 Hz"),
        (["reach:0", "--size", "32"], "as 128x128"),
        (["reach:0", "--size", "33x32"], "even numbers"),
        (["reach:0", "--size", "0x0"], "1 to 8192 px a side"),
        (["reach:0", "--size", "99998x99998"], "1 to 8192 px a side"),
        (["reach:0", "--cameras", "side"], "no such camera"),
        (["reach:0", "--cameras", "a,b,c,d,e"], "1 to 4"),
        (["reach:0", "--cameras", ","], "no camera is named"),
        ([""], "a source without a name"),
        (["reach:0", "--streams", "depht"], "unknown stream"),
        (["reach:0", "--format", "mp4"], "unknown format"),
        (["reach:0", "--generator", "dream"], "unknown generator"),
        (["reach:0", "--spec", "none.json"], "no such file"),
        (["reach:0", "--budget", "0"], "--budget"),
        (["reach:0", "--set", "rates.control=1"], "rates"),
        (["{here}/sample_args.json"], "no arguments of a rollout"),
        (["{here}"], "neither a bag nor a dataset"),
    ],
)
def test_what_is_wrong_is_said_in_one_line(refused, tmp_path, words, said):
    told = [word.replace("{here}", str(tmp_path)) for word in words]
    out = tmp_path / "out"
    assert said in refused("generate", *told, "--out", out).replace("\n", " ")
    assert not out.exists()


@pytest.mark.slow
def test_every_command_of_its_page_works_in_its_order(physai, tmp_path, monkeypatch):
    page = (Path(__file__).parents[2] / "docs/generate.md").read_text(encoding="utf-8")
    blocks = re.findall(r"^```sh\n(.*?)^```", page, flags=re.MULTILINE | re.DOTALL)
    lines = [line for block in blocks for line in block.splitlines() if line]
    assert len(lines) >= 2
    monkeypatch.chdir(tmp_path)
    for line in lines:
        done = physai(*shlex.split(line)[1:])
        assert done.code == 0, f"{line}: {done.err}"


@pytest.mark.slow
def test_twenty_episodes_become_ten_times_as_many(physai, tmp_path):
    source, out = tmp_path / "source", tmp_path / "out"
    assert physai("record", "reach", "--episodes", 20, "--out", source).code == 0
    words = ["generate", source, "--budget", 10, *SMALL, "--format", "both", "--out", out]
    assert physai(*words, "--streams", "depth,segmentation", "--processes", 2).code == 0
    assert len(LeRobotDataset(out / "dataset")) == 200
    assert len(list((out / "samples").iterdir())) == len(list((out / "bags").iterdir())) == 200


@pytest.mark.slow
def test_after_ctrl_c_what_is_whole_is_there_and_the_rest_is_made_later(tmp_path):
    whole, cut = tmp_path / "whole", tmp_path / "cut"
    assert _start(whole).wait(120) == 0
    process = _start(cut)
    deadline = time.monotonic() + 60.0
    while not list((cut / "samples").glob("*_*")) and time.monotonic() < deadline:
        time.sleep(0.02)
    os.kill(process.pid, signal.SIGINT)
    code = process.wait(60)
    assert code in (130, 0)  # 0: it was faster than we were
    if code == 130:
        count = len(list((cut / "samples").glob("*_*")))
        assert len(LeRobotDataset(cut / "dataset")) == count
        assert json.loads((cut / "run.json").read_text())["exit_state"] == "interrupted"
    assert _start(cut).wait(120) == 0
    assert differences(states(cut), states(whole)) == 0


def _start(out):
    words = ["generate", "reach:0-3", "--budget", "3", *SMALL, "--format", "both", "--resume"]
    return subprocess.Popen(
        [sys.executable, "-m", "physai_sim.cli", *words, "--out", str(out)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
