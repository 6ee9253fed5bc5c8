import json
import signal
import subprocess
import sys

import numpy as np
import pytest
from rosbags.rosbag2 import Reader

from physai_sim.evaluation.ingest.simulated import load_episode

pytestmark = pytest.mark.slow


@pytest.fixture
def killed(words, begin, wait_for, tmp_path):
    """The folder of a run that was killed in mid-episode, after some chunks."""
    out = tmp_path / "out"
    process = begin(words(out, "--set", "time_limit_s=30.0"))
    mcap = out / "episode_000" / "episode_000_0.mcap"
    sizes = set()

    def grown():
        if mcap.is_file():
            sizes.add(mcap.stat().st_size)
        return len(sizes) >= 4

    wait_for(grown)
    process.send_signal(signal.SIGKILL)
    process.communicate(timeout=60)
    assert process.returncode == -signal.SIGKILL
    return out


def _repair(bag):
    command = [sys.executable, "-m", "physai_sim.cli.main", "bag", "repair", str(bag)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_a_killed_recording_is_read_as_it_is_and_repaired(killed):
    bag = killed / "episode_000"
    assert not (bag / "metadata.yaml").exists()
    with pytest.raises(Exception, match="metadata"), Reader(bag):
        pass
    before = load_episode(bag)
    assert before.lost
    assert before.outcome is None
    assert len(before.stamps_ns) > 20

    done = _repair(bag)
    assert done.returncode == 0, done.stderr
    with Reader(bag) as reader:
        assert reader.message_count > 100
        assert sum(1 for _ in reader.messages()) == reader.message_count
    after = load_episode(bag)
    assert after.lost is None
    np.testing.assert_array_equal(after.odometry["ego"], before.odometry["ego"])
    np.testing.assert_array_equal(after.actions, before.actions)
    assert after.facts == before.facts

    again = _repair(bag)
    assert again.returncode == 0
    assert "is whole, nothing was changed" in again.stdout


def test_the_record_of_a_killed_run_says_that_it_never_ended(killed):
    record = json.loads((killed / "run.json").read_text())
    assert (record["exit_state"], record["end"]) == ("running", None)


def test_a_killed_run_can_be_resumed(killed, words):
    command = words(killed, "--set", "time_limit_s=1.0", "--resume")
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert load_episode(killed / "episode_000").outcome.reason == "time_limit"
    assert not list(killed.glob(".*"))
