"""A policy may end its episode: it is kept whole, or nothing of it is left."""

import json

import pytest

from physai_sim.core.errors import PolicyError
from physai_sim.core.protocols import EndEpisode
from physai_sim.core.truth import Outcome
from physai_sim.evaluation.attempts import play_until_kept
from physai_sim.evaluation.ingest.simulated import load_episode


@pytest.fixture
def attempts():
    """`attempts("discard", None)`: how often an episode with such wishes is played and removed."""

    def play_all(*wishes):
        left, calls = iter(wishes), []

        def play():
            calls.append("play")
            if wish := next(left):
                raise EndEpisode(wish)

        try:
            play_until_kept(play, remove=lambda: calls.append("remove"))
        except EndEpisode as ended:
            calls.append(ended.wish)
        return calls

    return play_all


def _names(folder):
    return sorted(path.name for path in folder.iterdir())


@pytest.mark.parametrize(
    ("wishes", "calls"),
    [
        ([None], ["play"]),
        (["discard", None], ["play", "remove", "play"]),
        (["discard", "stop"], ["play", "remove", "play", "remove", "stop"]),
        (["keep"], ["play", "remove", "keep"]),
    ],
)
def test_an_episode_is_played_until_it_is_kept(attempts, wishes, calls):
    assert attempts(*wishes) == calls


def test_an_episode_that_is_kept_early_is_whole(play_run, tmp_path):
    metrics = play_run(tmp_path / "run", "reach", "Keeps")
    episode = load_episode(tmp_path / "run" / "episode_000")
    assert episode.outcome == Outcome("ended_by_policy", False, True, False, 3)
    assert len(episode.actions) == 3
    assert len(episode.stamps_ns) == 4
    assert episode.lost is None
    assert metrics["episodes"][0]["metrics"]["success"]["value"] == 0.0
    again = play_run(tmp_path / "run", "reach", "Keeps", mode="resume")
    assert again["episodes"] == metrics["episodes"]


def test_a_discarded_attempt_leaves_nothing_and_its_seed_is_played_again(play_run, tmp_path):
    play_run(tmp_path / "one", "reach", "Discards", seed=4)
    play_run(tmp_path / "two", "reach", "Still", seed=4)
    assert _names(tmp_path / "one") == _names(tmp_path / "two")
    for name in ("episode_000/episode_000_0.mcap", "episode_000.mp4"):
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes()


def test_a_policy_that_stops_leaves_the_whole_episodes(play_run, tmp_path):
    folder = tmp_path / "run"
    metrics = play_run(folder, "reach", "Stops", episodes=3)
    assert metrics["seeds"] == [0]
    assert json.loads((folder / "run.json").read_text())["exit_state"] == "stopped"
    assert [name for name in _names(folder) if name.startswith("episode")] == [
        "episode_000",
        "episode_000.mp4",
    ]


def test_an_episode_cannot_be_kept_before_its_first_step(play_run, tmp_path):
    with pytest.raises(PolicyError, match="before its first step"):
        play_run(tmp_path / "run", "reach", "KeepsNothing")


def test_a_run_of_no_episode_is_scored_and_reported(play_run, tmp_path):
    metrics = play_run(tmp_path / "run", "reach", "StopsAtOnce", episodes=2)
    assert (metrics["episodes"], metrics["seeds"]) == ([], [])
    assert metrics["aggregate"]["success_rate"]["value"] is None
    results = ["junit.xml", "metrics.json", "report.html", "results.jsonl", "run.json"]
    assert _names(tmp_path / "run") == results
