import json
import resource
import signal
import subprocess

import pytest
from rosbags.rosbag2 import Reader

from physai_sim.datasets.bag_repair import repair_bag
from physai_sim.evaluation.ingest.simulated import load_episode

pytestmark = pytest.mark.slow


@pytest.fixture
def run_within(words, tmp_path):
    """Runs where no file may grow beyond some bytes, as on a disk that is full."""

    def run(limit, *more):
        def no_space():
            signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
            resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))

        command = words(tmp_path / "out", *more, policy="Still")
        done = subprocess.run(
            command, capture_output=True, text=True, check=False, preexec_fn=no_space
        )
        return tmp_path / "out", done

    return run


def _one_line(done):
    assert done.returncode == 2
    assert done.stdout == ""
    # An episode may come to its end before its bag is found not to fit: a line of progress.
    lines = [line for line in done.stderr.splitlines() if " after " not in line]
    assert len(lines) == 1, done.stderr
    assert lines[0].startswith("physai: ")


def test_a_disk_that_fills_up_ends_the_run_and_what_was_recorded_stays_readable(run_within):
    out, done = run_within(700_000, "--set", "time_limit_s=20.0")
    _one_line(done)
    assert "file too large" in done.stderr.lower()
    bag = out / "episode_000"
    before = load_episode(bag)
    assert before.lost
    assert len(before.stamps_ns) >= 20
    record = json.loads((out / "run.json").read_text())
    assert record["exit_state"].startswith("failed: ")
    assert "the recording stopped" in record["exit_state"]
    assert not list(out.glob(".*"))
    repair_bag(bag)
    with Reader(bag) as reader:
        assert reader.message_count > 100


@pytest.mark.parametrize("limit", [0, 1_000, 8_000, 30_000, 80_000])
def test_a_disk_without_space_from_the_start_is_one_line(run_within, limit):
    out, done = run_within(limit)
    _one_line(done)
    assert not list(out.glob(".*"))


def test_a_full_disk_at_the_start_is_not_reported_as_a_bag_of_others(run_within):
    out, done = run_within(60_000)
    assert "the recording stopped" in done.stderr
    record = json.loads((out / "run.json").read_text())
    assert "the recording stopped" in record["exit_state"]
