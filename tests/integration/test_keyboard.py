"""A person at a terminal records demonstrations with the command itself."""

import json
import signal
import subprocess
import sys

import numpy as np
import pytest

from physai_sim.core.config import load_world
from physai_sim.datasets.lerobot.reader import LeRobotDataset
from physai_sim.evaluation.ingest.simulated import load_episode

pytestmark = pytest.mark.slow
COMMAND = ("-m", "physai_sim.cli.main")
BEGIN = "press a key to begin"


@pytest.fixture
def play(seat, tmp_path):
    """`play("record", "reach")`: starts the command at the seat and waits until it waits."""

    def start(command, world, *more):
        out = tmp_path / "out"
        seat.start(*COMMAND, command, world, "--policy", "keyboard", "--out", out, *more)
        seat.sees(BEGIN)
        return out

    return start


@pytest.fixture
def left(seat):
    """Waits for the end; gives the exit code."""

    def wait(seconds=120):
        return seat.process.wait(seconds)

    return wait


def whole(bag):
    episode = load_episode(bag)
    assert episode.lost is None
    return episode


def test_a_person_drives_discards_tries_again_and_keeps(seat, play, left):
    before = seat.settings()
    out = play("record", "lane_curve", "--episodes", 3, "--seed", 5, "--set", "time_limit_s=3.0")
    seat.press("w", times=6, every_s=0.1)
    seat.press("a")
    seat.sees("10% left")
    seat.press("d")
    seat.sees("straight")
    seat.sees("lane_curve 1/3: time_limit after 30 steps")
    seat.sees(BEGIN)
    seat.press("s", times=4, every_s=0.2)
    seat.press("\x7f")
    seat.sees("lane_curve 2/3: discarded after ")
    seat.sees(BEGIN)
    seat.sees("seed 6")
    seat.press("w", times=5, every_s=0.2)
    seat.press("\r")
    seat.sees("lane_curve 2/3: ended_by_policy after ")
    seat.sees(BEGIN)
    seat.press("\x1b")
    seat.sees("lane_curve 3/3: stopped")
    seat.sees("(2 episodes, ")
    assert left() == 0
    assert seat.settings() == before

    first, second = (whole(out / "bags" / f"episode_00{index}") for index in range(2))
    assert not (out / "bags" / "episode_002").exists()
    assert first.outcome.reason == "time_limit"
    assert second.outcome.reason == "ended_by_policy"
    assert (first.facts.seed, second.facts.seed) == (5, 6)
    assert first.odometry["ego"][-1, 7] > first.odometry["ego"][0, 7] + 1.0
    assert (first.actions[:, 1] > 0).any()
    dataset = LeRobotDataset(out / "dataset")
    assert len(dataset) == 2
    for index, episode in enumerate((first, second)):
        rows = dataset.columns(index)
        np.testing.assert_array_equal(rows["action"], episode.actions.astype(np.float32))
        assert len(list(dataset.frames(index, dataset.cameras[0]))) == len(rows["action"])
    assert json.loads((out / "run.json").read_text())["exit_state"] == "stopped"
    assert not list(out.glob("dataset/.parts"))


def test_a_person_moves_an_arm(seat, play, left):
    out = play("run", "reach", "--set", "time_limit_s=30.0", "--set", "view.width_px=64")
    seat.press("5")
    seat.press("r", times=30, every_s=0.05)
    seat.press("g")
    seat.sees("gripper closed")
    seat.press("\r")
    seat.sees("reach 1/1: ended_by_policy after ")
    seat.sees("report: ")
    assert left() == 0
    episode = whole(out / "episode_000")
    assert episode.tools["arm"][-1, 2] > episode.tools["arm"][0, 2] + 0.1
    assert episode.actions[0, -1] == 0.08
    assert episode.actions[-1, -1] == 0.0
    assert (out / "report.html").is_file()
    assert (out / "episode_000.mp4").is_file()


def test_nothing_but_the_picture_is_drawn_while_one_plays(seat, play):
    play("record", "lane_curve")
    seat.press("w")
    seat.sees("  0.5 s   ")
    seat.sees("  0.7 s   ")
    # A progress bar would show its share of the steps.
    steps = load_world("lane_curve").time_limit_steps
    assert f"/{steps}" not in bytes(seat._shown).decode(errors="replace")
    seat.press("q")


@pytest.mark.parametrize("way", ["\x03", signal.SIGTERM, signal.SIGINT])
def test_an_interruption_gives_the_terminal_back(seat, play, left, way):
    before = seat.settings()
    out = play("record", "reach")
    assert seat.settings() != before
    seat.press("w")
    seat.sees("  0.4 s   ")
    if isinstance(way, str):
        seat.press(way)
    else:
        seat.process.send_signal(way)
    seat.sees("physai: interrupted")
    assert left() == 130
    assert seat.settings() == before
    assert whole(out / "bags" / "episode_000").outcome.reason == "interrupted"


def test_an_error_gives_the_terminal_back(seat, left, tmp_path):
    before = seat.settings()
    words = ("record", "reach", "--policy", "keyboard", "--set", "robots.arm.action=joint_delta")
    seat.start(*COMMAND, *words, "--out", tmp_path / "out")
    seat.sees("keyboard plays one car, or arms by their tools")
    assert left() == 2
    assert seat.settings() == before


def test_without_a_terminal_there_is_one_line_and_nothing_is_left(tmp_path):
    words = ["record", "reach", "--policy", "keyboard", "--out", str(tmp_path / "out")]
    done = subprocess.run(
        [sys.executable, *COMMAND, *words],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        start_new_session=True,
        check=False,
    )
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == (
        "physai: standard input: there is no terminal to read keys from; "
        "expected a person at a terminal, in the foreground\n"
    )
    assert not (tmp_path / "out").exists()
