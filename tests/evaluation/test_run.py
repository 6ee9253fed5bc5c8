import json
import re
from pathlib import Path

import av
import pytest

from physai_sim.core.config import load_world
from physai_sim.core.errors import ActionError, OutputError, PolicyError
from physai_sim.core.truth import Outcome
from physai_sim.evaluation.ingest.simulated import load_episode
from physai_sim.evaluation.scoring import aggregate, score_episode


def _folder(run_folder):
    return sorted(path.name for path in run_folder.iterdir())


def test_a_run_leaves_bags_videos_metrics_report_and_record_and_nothing_else(short_run):
    _, folder, _ = short_run
    assert _folder(folder) == [
        "episode_000",
        "episode_000.mp4",
        "episode_001",
        "episode_001.mp4",
        "junit.xml",
        "metrics.json",
        "report.html",
        "results.jsonl",
        "run.json",
    ]
    assert _folder(folder / "episode_000") == ["episode_000_0.mcap", "metadata.yaml"]


def test_metrics_equal_a_later_evaluation_from_the_bags_alone(short_run):
    _, folder, metrics = short_run
    written = json.loads((folder / "metrics.json").read_text())
    assert written == metrics
    scored = [score_episode(load_episode(folder / f"episode_00{i}")) for i in range(2)]
    assert [episode["metrics"] for episode in written["episodes"]] == scored
    assert written["aggregate"] == aggregate(scored)


def test_the_keys_of_metrics_are_those_of_the_documents(short_run):
    _, _, metrics = short_run
    told = _documented_keys("Of every kind") | _documented_keys("Of a run")
    assert told == set(metrics)
    assert _documented_keys("An episode") == set(metrics["episodes"][0])
    assert _documented_keys("The aggregate") == set(metrics["aggregate"])


def _documented_keys(heading):
    """What the first table below a heading of docs/metrics.md names in its first column."""
    text = (Path(__file__).parents[2] / "docs" / "metrics.md").read_text(encoding="utf-8")
    table = re.search(rf"^## {heading}\n\n((?:\|.*\n)+)", text, flags=re.MULTILINE)
    first = re.findall(r"^\| (.*?) \|", table[1], flags=re.MULTILINE)
    return set(re.findall(r"`(\w+)`", " ".join(first)))


def test_metrics_say_world_policy_seeds_versions_and_speed(short_run):
    world, _, metrics = short_run
    assert metrics["schema"] == 2
    assert metrics["world"] == world
    assert metrics["policy"].endswith("mine.py:Dice")
    assert metrics["seeds"] == [5, 6]
    assert len(metrics["config_hash"]) == 64
    assert {"numpy", "pybullet", "physai_sim", "python"} <= set(metrics["versions"])
    assert metrics["timing"]["simulated_s"] == pytest.approx(1.2)
    assert metrics["unreadable"] == []
    assert metrics["episodes"][1]["outcome"]["reason"] == "time_limit"


def test_the_video_has_a_frame_for_each_control_stamp(short_run):
    world, folder, metrics = short_run
    steps = metrics["episodes"][0]["outcome"]["steps"]
    with av.open(str(folder / "episode_000.mp4")) as video:
        frames = [frame.to_ndarray(format="rgb24") for frame in video.decode(video=0)]
        assert video.streams.video[0].average_rate == load_world(world).rates.control_hz
    assert len(frames) == steps + 1
    assert frames[0].shape == (48 + 30, 64, 3)


def test_equal_seeds_give_equal_files_and_another_seed_does_not(short_run, play_run, tmp_path):
    world, folder, _ = short_run
    play_run(tmp_path / "again", world, "Dice", seed=5)
    play_run(tmp_path / "other", world, "Dice", seed=6)
    for name in ("episode_000/episode_000_0.mcap", "episode_000.mp4"):
        first = (folder / name).read_bytes()
        assert (tmp_path / "again" / name).read_bytes() == first
        assert (tmp_path / "other" / name).read_bytes() != first
    bag = "episode_00{0}/episode_00{0}_0.mcap"
    second = load_episode((folder / bag.format(1)).parent)
    other = load_episode((tmp_path / "other" / bag.format(0)).parent)
    assert second.actions.tolist() == other.actions.tolist()


def test_a_policy_that_asks_for_no_ground_truth_gets_none(play_run, tmp_path):
    metrics = play_run(tmp_path / "run", "reach", "WantsTruth")
    assert metrics["episodes"][0]["outcome"]["steps"] == 6


def test_the_run_record_says_how_the_run_ended(short_run, play_run, tmp_path):
    _, folder, _ = short_run
    record = json.loads((folder / "run.json").read_text())
    assert record["exit_state"] == "done"
    assert record["end"] >= record["start"]
    with pytest.raises(PolicyError):
        play_run(tmp_path / "bad", "reach", "RaisesInInfer")
    record = json.loads((tmp_path / "bad" / "run.json").read_text())
    assert record["exit_state"].startswith("failed: RaisesInInfer.infer")


@pytest.mark.parametrize(
    ("policy", "kind", "text"),
    [
        ("RaisesWhenMade", PolicyError, "RaisesWhenMade.__init__ .*RuntimeError: no weights"),
        ("RaisesInReset", PolicyError, "RaisesInReset.reset .*KeyError: 'lost'"),
        ("RaisesInInfer", PolicyError, r"RaisesInInfer.infer \(.*mine.py:\d+\).*LinAlgError"),
        ("Leaves", PolicyError, "Leaves.infer .*SystemExit"),
        ("Takes", PolicyError, "Takes.infer .*TypeError"),
        ("NoReset", PolicyError, "no 'reset'"),
        ("SaysNan", ActionError, "not finite"),
        ("WrongShape", ActionError, "wrong shape"),
        ("NotAChunk", ActionError, "NotAChunk.infer: no action chunk"),
        ("NoRate", ActionError, "hz of an action chunk"),
    ],
)
def test_a_policy_that_misbehaves_is_named_in_one_line(play_run, tmp_path, policy, kind, text):
    with pytest.raises(kind, match=text) as caught:
        play_run(tmp_path / "run", "reach", policy)
    assert "\n" not in str(caught.value)


def test_the_line_at_fault_is_that_of_the_policy_and_not_of_a_library(
    play_run, policy_file, tmp_path
):
    lines = policy_file.read_text().splitlines()
    number = next(i for i, line in enumerate(lines, 1) if "the line at fault" in line)
    with pytest.raises(PolicyError, match=f"{policy_file}:{number}"):
        play_run(tmp_path / "run", "reach", "RaisesInInfer")


def test_what_was_recorded_before_a_policy_failed_stays_readable(play_run, tmp_path):
    with pytest.raises(PolicyError):
        play_run(tmp_path / "run", "reach", "RaisesInInfer")
    episode = load_episode(tmp_path / "run" / "episode_000")
    assert episode.lost is None
    assert episode.outcome is None
    assert len(episode.actions) == 3  # stamps 0 to 0.2 s at 10 Hz
    metrics = json.loads((tmp_path / "run" / "metrics.json").read_text())
    assert metrics["episodes"][0]["metrics"]["success"]["value"] is None
    assert (tmp_path / "run" / "report.html").is_file()


def test_a_bag_that_holds_nothing_is_named_in_the_metrics(play_run, tmp_path, monkeypatch):
    def stop(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr("physai_sim.evaluation.fan_out._start", stop)
    with pytest.raises(KeyboardInterrupt):
        play_run(tmp_path / "run", "reach")
    metrics = json.loads((tmp_path / "run" / "metrics.json").read_text())
    assert metrics["episodes"] == []
    assert metrics["unreadable"][0]["bag"] == "episode_000"
    record = json.loads((tmp_path / "run" / "run.json").read_text())
    assert record["exit_state"] == "interrupted"


def test_resume_keeps_whole_episodes_and_adds_the_missing(play_run, tmp_path):
    folder = tmp_path / "run"
    play_run(folder, "reach")
    before = (folder / "episode_000/episode_000_0.mcap").stat()
    metrics = play_run(folder, "reach", episodes=2, mode="resume")
    after = (folder / "episode_000/episode_000_0.mcap").stat()
    assert (after.st_ino, after.st_mtime_ns) == (before.st_ino, before.st_mtime_ns)
    assert metrics["seeds"] == [0, 1]


def test_resume_replays_an_episode_of_another_seed_or_without_an_end(play_run, tmp_path):
    folder = tmp_path / "run"
    play_run(folder, "reach")
    assert play_run(folder, "reach", seed=9, mode="resume")["seeds"] == [9]
    (folder / "episode_000" / "episode_000_0.mcap").write_bytes(b"")
    metrics = play_run(folder, "reach", seed=9, mode="resume")
    assert metrics["episodes"][0]["lost"] is None
    assert metrics["unreadable"] == []


def test_resume_with_another_policy_is_refused(play_run, tmp_path):
    play_run(tmp_path / "run", "reach")
    with pytest.raises(OutputError, match="another policy"):
        play_run(tmp_path / "run", "reach", "Dice", mode="resume")


def test_an_interrupted_episode_is_recorded_as_such(play_run, tmp_path, monkeypatch):
    from physai_sim.envs.session import Session

    step = Session.step

    def stops(self, action):
        if self.step_count == 4:
            raise KeyboardInterrupt
        return step(self, action)

    monkeypatch.setattr(Session, "step", stops)
    with pytest.raises(KeyboardInterrupt):
        play_run(tmp_path / "run", "lane_curve", episodes=3)
    episode = load_episode(tmp_path / "run" / "episode_000")
    assert episode.outcome == Outcome("interrupted", False, True, False, 4)
    metrics = json.loads((tmp_path / "run" / "metrics.json").read_text())
    assert len(metrics["episodes"]) == 1
    assert metrics["aggregate"]["success_rate"]["n"] == 0
