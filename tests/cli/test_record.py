"""`physai record` and `physai bag export`: two ways to one dataset."""

import json
import os
import signal
import subprocess
import sys
import time

import numpy as np
import pytest

from physai_sim.core.config import load_world
from physai_sim.datasets.bag_reader import open_bag
from physai_sim.datasets.bag_writer import BagWriter
from physai_sim.datasets.lerobot.reader import LeRobotDataset
from physai_sim.evaluation.ingest.simulated import load_episode
from physai_sim.evaluation.record import record
from physai_sim.evaluation.run_request import RunRequest

CAMERA = "observation.images.front_camera"


@pytest.fixture
def words(short, policy_file, tmp_path):
    """The words of a short recording; `words("reach", "--episodes", 2)`."""

    def make(world="reach", *more, policy="Still"):
        settings = [word for setting in short for word in ("--set", setting)]
        chosen = ["--policy", f"{policy_file}:{policy}"] if policy else []
        return ["record", world, *chosen, *settings, "--out", tmp_path / "out", *more]

    return make


@pytest.fixture(scope="module")
def recorded(policy_file, short, tmp_path_factory):
    """The bag of a short recording, only to be read."""
    out, config = tmp_path_factory.mktemp("recorded") / "out", load_world("reach", short)
    record(RunRequest(config, f"{policy_file}:Still", 1, 0, out), progress=lambda *_: None)
    return out / "bags/episode_000"


def rows_of(folder):
    dataset = LeRobotDataset(folder)
    return [dataset.columns(episode) for episode in range(len(dataset))]


def same(a, b):
    return a.keys() == b.keys() and all(np.array_equal(a[key], b[key]) for key in a)


@pytest.mark.parametrize("world", ["reach", "lane_curve"])
def test_a_bag_exports_to_the_very_rows_that_were_recorded(physai, words, tmp_path, world):
    done = physai(*words(world, "--episodes", 2, "--raw-images", policy=None))
    assert done.code == 0
    assert f"dataset: {tmp_path}/out/dataset (2 episodes, " in done.out
    bags = sorted((tmp_path / "out/bags").iterdir())
    assert physai("bag", "export", *bags, "--out", tmp_path / "exported").code == 0
    recorded, exported = tmp_path / "out/dataset", tmp_path / "exported/dataset"
    assert all(same(a, b) for a, b in zip(rows_of(recorded), rows_of(exported), strict=True))
    for name in ("meta/info.json", "meta/stats.json"):
        assert (recorded / name).read_bytes() == (exported / name).read_bytes()
    # Raw images: the videos are coded from the very same frames.
    videos = sorted(path.relative_to(recorded) for path in recorded.rglob("*.mp4"))
    assert videos
    for video in videos:
        assert (recorded / video).read_bytes() == (exported / video).read_bytes()
    report = json.loads((tmp_path / "exported/alignment.json").read_text())
    assert report["accepted"]
    assert all(stream["drops"] == 0 for bag in report["bags"] for stream in bag["streams"])


def test_rows_are_those_of_the_bag_and_frames_those_of_its_images(physai, words, tmp_path):
    assert physai(*words("reach", "--raw-images", policy="WantsTruth")).code == 0
    episode = load_episode(tmp_path / "out/bags/episode_000")
    rows = rows_of(tmp_path / "out/dataset")[0]
    assert np.array_equal(rows["action"], episode.actions.astype(np.float32))
    assert np.array_equal(rows["next.reward"], episode.rewards[1:].astype(np.float32))
    assert rows["observation.environment_state"].shape == (6, 6)
    topic = "/front_camera/image_raw"
    with open_bag(tmp_path / "out/bags/episode_000") as bag:
        sources = [m.message.data.reshape(224, 224, 3) for m in bag.messages([topic])]
    for seen, source in zip(
        LeRobotDataset(tmp_path / "out/dataset").frames(0, CAMERA), sources, strict=False
    ):
        assert 10 * np.log10(255**2 / np.mean((seen.astype(float) - source) ** 2)) > 30


def test_resume_adds_episodes_and_refuses_what_would_mix(physai, words, refused, tmp_path):
    assert physai(*words()).code == 0
    assert "not empty" in refused(*words())
    done = physai(*words("reach", "--episodes", 2, "--resume"))
    assert done.err.splitlines()[0] == "reach 1/2: kept"
    assert len(LeRobotDataset(tmp_path / "out/dataset")) == 2
    assert "began with another seed" in refused(*words("reach", "--seed", 5, "--resume"))
    other = words("reach", "--set", "time_limit_s=0.4", "--resume")
    assert "another config_hash" in refused(*other)


def test_attempts_that_were_discarded_leave_no_trace_in_bags_and_dataset(physai, words, tmp_path):
    done = physai(*words("reach", "--episodes", 2, policy="Discards"))
    assert done.code == 0
    assert done.err.splitlines() == [
        "reach 1/2: discarded after 3 steps",
        "reach 1/2: discarded after 3 steps",
        "reach 1/2: time_limit after 6 steps",
        "reach 2/2: time_limit after 6 steps",
    ]
    assert [len(rows["action"]) for rows in rows_of(tmp_path / "out/dataset")] == [6, 6]
    assert len(list((tmp_path / "out/bags").iterdir())) == 2


def test_a_kept_attempt_is_whole_in_bag_and_dataset(physai, words, tmp_path):
    assert physai(*words("reach", policy="Keeps")).code == 0
    rows = rows_of(tmp_path / "out/dataset")[0]
    assert rows["action"].shape[0] == 3
    assert rows["next.done"].tolist() == [False, False, True]
    assert load_episode(tmp_path / "out/bags/episode_000").outcome.reason == "ended_by_policy"


def test_a_policy_that_stops_leaves_a_dataset_of_what_is_whole(physai, words, tmp_path):
    done = physai(*words("reach", "--episodes", 3, policy="Stops"))
    assert done.code == 0
    assert done.err.splitlines()[-1] == "reach 2/3: stopped after 3 steps"
    assert "(1 episodes, 6 rows)" in done.out
    assert [path.name for path in (tmp_path / "out/bags").iterdir()] == ["episode_000"]
    assert json.loads((tmp_path / "out/run.json").read_text())["exit_state"] == "stopped"
    gone_on = physai(*words("reach", "--episodes", 2, "--resume", policy="Stops"))
    assert gone_on.err.splitlines()[0] == "reach 1/2: kept"


def test_a_recording_without_any_episode_says_so(physai, words):
    done = physai(*words("reach", policy="StopsAtOnce"))
    assert (done.code, done.out) == (2, "")
    assert done.err.splitlines()[-1].endswith("no episode was recorded")


def test_each_recorded_episode_bears_its_own_instruction(physai, words, open_session, tmp_path):
    assert physai(*words("intersection_turn", "--episodes", 4, "--seed", 1)).code == 0
    dataset = LeRobotDataset(tmp_path / "out/dataset")
    truth, told = open_session("intersection_turn", cameras=False), set()
    for index in range(4):
        truth.reset(1 + index)
        wanted = truth.spec.instruction
        episode = load_episode(tmp_path / f"out/bags/episode_{index:03d}")
        assert episode.facts.instruction == wanted
        assert dataset.episodes[index]["tasks"] == [wanted]
        told.add(wanted)
    assert len(told) > 1


def rewrite(source, target, *, without):
    """Copy a bag, but for some messages of a topic: (topic, their numbers)."""
    topic, numbers = without
    with open_bag(source) as bag, BagWriter(target) as writer:
        for name, kind in bag.topics.items():
            writer.add_topic(name, kind, bag.qos[name])
        count = 0
        for item in bag.messages():
            if item.topic == topic:
                count += 1
                if count - 1 in numbers:
                    continue
            writer.write(item.topic, item.stamp_ns, item.message)
    return target


@pytest.mark.parametrize(
    ("without", "says"),
    [
        (("/front_camera/image_raw/compressed", [4]), "front_camera: 100.000 ms old"),
        (("/joint_states", [0]), "joint_state: missing in 1 rows"),
        (("/sim/ground_truth/action", [3]), "/sim/ground_truth/action: missing at 1 of 6"),
        (("/sim/ground_truth/outcome", [0]), "did not come to its end"),
    ],
)
def test_a_bag_that_does_not_fit_is_refused_in_one_line(physai, recorded, tmp_path, without, says):
    bag = rewrite(recorded, tmp_path / "bag", without=without)
    done = physai("bag", "export", bag, "--out", tmp_path / "exported")
    assert (done.code, done.err.count("\n")) == (1, 1)
    assert says in done.err
    assert not (tmp_path / "exported/dataset").exists()
    assert not json.loads((tmp_path / "exported/alignment.json").read_text())["accepted"]


def test_a_greater_skew_can_be_allowed(physai, recorded, tmp_path):
    without = ("/front_camera/image_raw/compressed", [4])
    bag = rewrite(recorded, tmp_path / "bag", without=without)
    told = ["bag", "export", bag, "--out", tmp_path / "exported", "--max-skew-ms", 110]
    assert physai(*told).code == 0
    report = json.loads((tmp_path / "exported/alignment.json").read_text())
    dropped = {s["name"]: s["drops"] for s in report["bags"][0]["streams"]}
    assert (dropped["front_camera"], dropped["wrist_camera"]) == (1, 0)


@pytest.mark.slow
def test_a_recording_that_was_killed_is_gone_on_with(physai, words, tmp_path):
    told = [str(word) for word in words("reach", "--episodes", 4, policy=None)]
    command = [sys.executable, "-m", "physai_sim.cli.main", *told]
    process = subprocess.Popen(command, stderr=subprocess.DEVNULL, env=os.environ)
    first, deadline = tmp_path / "out/dataset/.parts/episode_000001", time.monotonic() + 120
    while not first.exists() and time.monotonic() < deadline:
        time.sleep(0.005)
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    assert not (tmp_path / "out/dataset/meta/info.json").exists()
    done = physai(*words("reach", "--episodes", 4, "--resume", policy=None))
    assert done.code == 0
    assert done.err.splitlines()[1] == "reach 2/4: kept"
    killed = rows_of(tmp_path / "out/dataset")
    assert physai(*words("reach", "--episodes", 4, "--overwrite", policy=None)).code == 0
    whole = rows_of(tmp_path / "out/dataset")
    assert all(same(a, b) for a, b in zip(killed, whole, strict=True))


def swap(source, target, *, topic, text):
    """Copy a bag with one latched text replaced."""
    with open_bag(source) as bag, BagWriter(target) as writer:
        for name, kind in bag.topics.items():
            writer.add_topic(name, kind, bag.qos[name])
        for item in bag.messages():
            if item.topic == topic:
                item.message.data = text(item.message.data)
            writer.write(item.topic, item.stamp_ns, item.message)
    return target


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (lambda data: "{", "makes no sense"),
        (lambda data: "[]", "does not describe its sensors"),
        (lambda data: data.replace('"sensors"', '"senses"'), "does not describe its sensors"),
        (lambda data: data.replace('"control_hz":10', '"control_hz":0'), "makes no sense"),
        (lambda data: data.replace('"shape":[2]', '"shape":[3]'), "a row of another size"),
        (lambda data: data.replace('"name":"contact"', '"name":"touch"'), "lacks a sensor"),
    ],
)
def test_a_bag_that_describes_nonsense_is_refused(recorded, refused, tmp_path, change, says):
    bag = swap(recorded, tmp_path / "bag", topic="/sim/ground_truth/episode", text=change)
    assert says in refused("bag", "export", bag, "--out", tmp_path / "exported")


def test_what_is_no_bag_is_refused(refused, tmp_path):
    assert "does not exist" in refused("bag", "export", tmp_path / "no", "--out", tmp_path / "x")


def test_a_dataset_tells_what_each_episode_drew_and_was_told(physai, words, tmp_path):
    assert physai(*words("intersection_turn", "--episodes", 3)).code == 0
    dataset = LeRobotDataset(tmp_path / "out/dataset")
    rows = dataset.episodes
    assert len({row["tasks"][0] for row in rows}) > 1
    for index, row in enumerate(rows):
        episode = load_episode(tmp_path / f"out/bags/episode_00{index}")
        assert row["tasks"] == [episode.facts.instruction]
        source = json.loads(row["physai/provenance"])
        assert source["draw"] == episode.facts.draw
        assert "robots.ego.tyre_friction" in source["draw"]
    assert (
        physai("bag", "export", tmp_path / "out/bags/episode_001", "--out", tmp_path / "x").code
        == 0
    )
    exported = json.loads(LeRobotDataset(tmp_path / "x/dataset").episodes[0]["physai/provenance"])
    assert exported == json.loads(rows[1]["physai/provenance"])
