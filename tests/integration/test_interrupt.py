import json
import signal
import subprocess

import pytest
from rosbags.rosbag2 import Reader

from physai_sim.evaluation.ingest.simulated import load_episode

pytestmark = pytest.mark.slow


@pytest.fixture
def stopped(words, begin, wait_for, tmp_path):
    """Stops a run in the middle of its second episode; gives the folder and the process."""

    def stop(number):
        out = tmp_path / "out"
        # The first episode is short; the second stands still for long.
        process = begin(words(out, "--episodes", 3, "--set", "time_limit_s=4.0"))
        second = out / "episode_001" / "episode_001_0.mcap"
        wait_for(lambda: second.is_file() and second.stat().st_size > 20_000)
        process.send_signal(number)
        texts = process.communicate(timeout=60)
        return out, process.returncode, texts

    return stop


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_run_that_is_interrupted_closes_scores_and_says_so(stopped, number):
    out, code, (printed, complaint) = stopped(number)
    assert code == 130
    assert printed == ""
    assert complaint.splitlines()[-1] == "physai: interrupted"
    assert "Traceback" not in complaint
    with Reader(out / "episode_001") as bag:
        assert bag.message_count > 50
    episode = load_episode(out / "episode_001")
    assert episode.outcome.reason == "interrupted"
    assert 0 < episode.outcome.steps < 40
    assert episode.lost is None
    metrics = json.loads((out / "metrics.json").read_text())
    reasons = [episode["outcome"]["reason"] for episode in metrics["episodes"]]
    assert reasons == ["time_limit", "interrupted"]
    assert metrics["aggregate"]["success_rate"]["n"] == 1
    assert "interrupted" in (out / "report.html").read_text()
    assert json.loads((out / "run.json").read_text())["exit_state"] == "interrupted"
    assert not list(out.glob(".*"))


def test_resume_goes_on_without_repeating_the_whole_episode(stopped, words):
    out, _, _ = stopped(signal.SIGINT)
    first = out / "episode_000" / "episode_000_0.mcap"
    before = first.stat()
    command = words(out, "--episodes", 3, "--set", "time_limit_s=4.0", "--resume")
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stderr.splitlines()[0] == "lane_curve 1/3: kept"
    after = first.stat()
    assert (after.st_ino, after.st_mtime_ns) == (before.st_ino, before.st_mtime_ns)
    metrics = json.loads((out / "metrics.json").read_text())
    assert [episode["outcome"]["reason"] for episode in metrics["episodes"]] == ["time_limit"] * 3
    assert metrics["seeds"] == [0, 1, 2]
    assert json.loads((out / "run.json").read_text())["exit_state"] == "done"
