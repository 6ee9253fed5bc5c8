"""Launch files from beginning to end: real nodes over DDS, in processes of their own."""

import json
import os
import subprocess
import sys
from collections import Counter

import pytest

from physai_sim.datasets.bag_reader import open_bag

pytestmark = pytest.mark.slow


def launch(domain, name, **arguments):
    words = [f"{key}:={value}" for key, value in arguments.items()]
    return subprocess.run(
        [sys.executable, "-m", "physai_sim.cli.main", "launch", name, *words],
        env={**os.environ, "ROS_DOMAIN_ID": str(domain)},
        capture_output=True,
        text=True,
        timeout=250,
        check=False,
    )


def counts(bag):
    with open_bag(bag) as reader:
        assert reader.lost is None
        return Counter(message.topic for message in reader.serialised())


@pytest.fixture(scope="module")
def driven(tmp_path_factory):
    """A short drive in lock-step: the folder with the run in `out` and the live bag in `live`."""
    folder = tmp_path_factory.mktemp("driven")
    done = launch(
        151,
        "driving",
        out=folder / "out",
        record=folder / "live",
        lockstep="true",
        real_time_factor="0",
        set="['time_limit_s=1.5']",
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return folder


def test_a_scenario_ends_by_itself_with_metrics_and_bags(driven):
    metrics = json.loads((driven / "out" / "metrics.json").read_text())
    assert (metrics["world"], len(metrics["seeds"])) == ("lane_curve", 1)
    assert counts(driven / "out" / "episode_000")
    heard = counts(driven / "live")
    ticks = heard["/sim/tick"]
    assert ticks == 16  # 1.5 s at 10 Hz, and the last
    assert (heard["/ackermann_cmd"], heard["/sim/ack"]) == (ticks - 1, ticks)
    assert heard["/front_camera/image_raw"] == ticks
    assert heard["/clock"] == ticks
    assert heard["/tf_static"] == 1


def test_a_replay_of_the_live_bag_makes_the_policy_answer_again(driven, tmp_path):
    done = launch(152, "replay", bag=driven / "live", record=tmp_path / "answers")
    assert done.returncode == 0, done.stdout + done.stderr
    heard = counts(tmp_path / "answers")
    assert heard["/ackermann_cmd"] == counts(driven / "live")["/ackermann_cmd"]


def test_a_scenario_in_a_namespace_keeps_its_clock_and_topics_there(tmp_path):
    done = launch(
        153,
        "driving",
        namespace="mine",
        record=tmp_path / "live",
        real_time_factor="0",
        set="['time_limit_s=0.5']",
    )
    assert done.returncode == 0, done.stdout + done.stderr
    heard = counts(tmp_path / "live").keys() - {"/diagnostics"}
    assert "/mine/clock" in heard
    assert all(topic.startswith("/mine/") for topic in heard), heard


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ({"world": "no_such_world"}, "unknown world, got 'no_such_world'"),
        ({"set": "['rates.control_hz=0']"}, "rates.control_hz"),
    ],
)
def test_a_scenario_that_cannot_begin_ends_with_code_2_and_says_why(arguments, says):
    done = launch(154, "driving", **arguments)
    assert done.returncode == 2, done.stdout + done.stderr
    assert says in done.stdout
    assert "Traceback" not in done.stdout


def test_too_little_success_is_code_1(tmp_path):
    done = launch(
        155,
        "driving",
        out=tmp_path / "out",
        real_time_factor="0",
        require_success="1.0",
        set="['time_limit_s=0.5']",
    )
    assert done.returncode == 1, done.stdout + done.stderr
