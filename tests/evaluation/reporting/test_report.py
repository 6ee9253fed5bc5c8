import base64
import dataclasses
import json
import re

import numpy as np
import pytest

from physai_sim.core.truth import Outcome
from physai_sim.evaluation.reporting import episode_table, media
from physai_sim.evaluation.reporting.commands import run_again
from physai_sim.evaluation.reporting.report import write_report


@pytest.fixture(name="report_of")
def _report_of(tmp_path, run_of):
    """Writes a report and reads it back."""

    def make(episodes, videos=None, run=None, **changes):
        path, run = tmp_path / "report.html", run or run_of(episodes, **changes)
        write_report(path, run, episodes, videos or [None] * len(episodes))
        assert [item.name for item in tmp_path.glob("*report*")] == ["report.html"]
        return path.read_text(encoding="utf-8")

    return make


def test_a_report_says_what_was_run_and_how_it_went(report_of, drive, arm, read_page):
    page = read_page(report_of([drive(), arm()]))
    for words in (
        "made_by_hand",
        "a_policy",
        "50 %",
        "1 of 2 episodes succeeded",
        "9 % to 91 %",
        "0123abcd",
        "3.11.7",
        "0.473 s for each simulated second",
        "max force 90 N",
        "the episode did not succeed",
    ):
        assert words in page.text.replace("\N{NO-BREAK SPACE}", " ")


def test_a_replay_says_what_its_what_ifs_changed(report_of, drive, read_page):
    changed = {"actions": {"max": 0.25, "max_at_s": 4.0}, "paths": None}
    what_if = {"perturb": "drop=odometry", "episodes": [{"difference": changed}]}
    page = read_page(report_of([drive()], counterfactuals=[what_if]))
    assert "What if drop=odometry: actions differ by up to 0.25" in page.text
    assert "What if" not in read_page(report_of([drive()])).text


def test_a_report_needs_nothing_from_elsewhere(report_of, drive, tmp_path, read_page):
    video = tmp_path / "episode_000.mp4"
    video.write_bytes(b"film")
    text = report_of([drive()], [video])
    assert "http:" not in text
    assert "https:" not in text
    assert "@import" not in text
    for _, attributes in read_page(text).tags:
        for name in ("src", "href", "xlink:href"):
            assert re.match(r"#|data:", attributes.get(name, "#"))


def test_equal_runs_give_equal_reports(report_of, drive, arm):
    assert report_of([drive(), arm()]) == report_of([drive(), arm()])


def test_text_from_a_run_is_never_markup(report_of, drive, read_page, run_of, metric_of, nasty):
    tagged = read_page(report_of([drive()]))
    episode = drive(lost=nasty, outcome=Outcome(nasty, True, False, False, 3))
    facts = dataclasses.replace(
        episode.facts, robots={nasty: episode.facts.robots["ego"]}, instruction=nasty
    )
    episode = dataclasses.replace(episode, facts=facts, odometry={nasty: episode.odometry["ego"]})
    run = run_of([episode], world=nasty, instruction=nasty, policy=nasty, versions={nasty: nasty})
    events = [{"stamp_ns": 1, "text": nasty}]
    run["episodes"][0]["metrics"] = {
        nasty: metric_of(None, nasty, events=events, parts={nasty: 1})
    }
    run["episodes"][0]["bag"] = nasty
    run["aggregate"]["metrics"] = {nasty: run["aggregate"]["metrics"]["collisions"]}
    page = read_page(report_of([episode], run=run))
    assert len(page.all("script")) == len(tagged.all("script")) == 1
    assert page.all("img") == []
    assert page.text.count(nasty) >= 8


def test_an_unknown_value_is_a_dash_that_says_why(report_of, drive):
    text = report_of([drive()])
    assert '<abbr title="the episode did not succeed">\N{EN DASH}</abbr>' in text


def test_videos_are_inside_and_events_lead_to_their_moments(report_of, drive, tmp_path, read_page):
    video = tmp_path / "episode_000.mp4"
    video.write_bytes(b"film")
    page = read_page(report_of([drive()], [video]))
    (player,) = page.all("video")
    assert base64.b64decode(player["src"].removeprefix("data:video/mp4;base64,")) == b"film"
    assert "controls" in player
    links = [tag for tag in page.all("a") if "data-seek" in tag]
    assert [link["href"] for link in links] == ["#episode-0@4.0", "#episode-0@11.9"]
    assert [link["data-seek"] for link in links] == ["4.0", "11.9"]


def test_without_a_video_events_lead_to_their_moments_in_the_plots(report_of, drive, read_page):
    page = read_page(report_of([drive()]))
    assert page.all("video") == []
    assert "No video was recorded." in page.text
    assert "4.00 s" in page.text
    assert next(tag["href"] for tag in page.all("a") if "data-seek" in tag) == "#episode-0@4.0"


def test_a_large_video_is_linked_and_the_page_says_so(
    report_of, drive, tmp_path, monkeypatch, read_page
):
    monkeypatch.setattr(media, "MAX_VIDEO_BYTES", 10)
    video = tmp_path / "too large.mp4"
    video.write_bytes(b"x" * 11)
    page = read_page(report_of([drive()], [video]))
    assert page.all("video")[0]["src"] == "too%20large.mp4"
    assert "(0.0 MB): see too large.mp4." in page.text


def test_videos_are_linked_once_the_page_is_full(
    report_of, drive, tmp_path, monkeypatch, read_page
):
    monkeypatch.setattr(media, "MAX_TOTAL_BYTES", 10)
    videos = [tmp_path / f"{index}.mp4" for index in range(3)]
    for video, size in zip(videos, (6, 6, 4), strict=True):
        video.write_bytes(b"x" * size)
    sources = [v["src"][:5] for v in read_page(report_of([drive()] * 3, videos)).all("video")]
    assert sources == ["data:", "1.mp4", "data:"]


def test_a_video_that_is_gone_is_no_video(report_of, drive, tmp_path):
    assert "No video was recorded." in report_of([drive()], [tmp_path / "gone.mp4"])


@pytest.mark.parametrize("rows", [0, 1, 2])
@pytest.mark.parametrize("kind", ["drive", "arm"])
def test_an_interrupted_episode_is_reported(kind, rows, report_of, request, read_page):
    make = request.getfixturevalue(kind)
    nothing = {"actions": np.array([]), "action_stamps_ns": np.array([], dtype=np.int64)}
    episode = make(
        rows=rows, outcome=None, lost="the last 3 chunks are cut", contacts=(), **nothing
    )
    page = read_page(report_of([episode]))
    assert "The recording is damaged: the last 3 chunks are cut" in page.text
    assert "interrupted" in page.text


@pytest.mark.parametrize("kind", ["drive", "arm"])
def test_numbers_that_are_not_finite_are_dashes_and_gaps(kind, report_of, request, run_of):
    episode = request.getfixturevalue(kind)()
    for values in (*episode.odometry.values(), *episode.tools.values(), episode.rewards):
        values[:] = np.nan
    run = run_of([episode])
    run["episodes"][0]["metrics"]["collisions"]["value"] = float("nan")
    assert not re.search(r"\b(nan|inf)\b", report_of([episode], run=run), flags=re.IGNORECASE)


def test_a_run_without_an_episode_is_reported(report_of, read_page):
    rate = {"value": None, "low": 0.0, "high": 1.0, "n": 0}
    timing = {"wall_s": 0.1, "simulated_s": 0.0, "wall_per_simulated": None}
    aggregate = {"success_rate": rate, "metrics": {}}
    page = read_page(report_of([], aggregate=aggregate, timing=timing))
    assert "No episode was recorded." in page.text
    assert "No episode came to its end." in page.text


def test_many_episodes_are_listed_and_the_failures_shown(report_of, arm, read_page):
    good, bad = (
        Outcome("success", True, False, True, 39),
        Outcome("dropped", True, False, False, 9),
    )
    episodes = [arm(outcome=bad if index in (5, 11) else good) for index in range(14)]
    page = read_page(report_of(episodes))
    shown = [tag["id"] for tag in page.all("section") if "id" in tag]
    assert shown == ["episode-0", "episode-1", "episode-2", "episode-5", "episode-11"]
    assert "the first 3 and every one that did not succeed" in page.text
    assert page.text.count("dropped") == 2 + 2 + 2  # table, title and last event


def test_of_many_failures_the_first_are_shown():
    records = [{"outcome": None}] * 1000
    kept, sentence = episode_table.chosen(records)
    assert kept == list(range(episode_table.MOST_SHOWN - episode_table.FIRST_SHOWN))
    assert "21 in all" in sentence


def test_many_events_are_cut_and_counted(report_of, drive, run_of, metric_of):
    run = run_of([drive()])
    events = [{"stamp_ns": index * 1000, "text": "rough"} for index in range(100)]
    run["episodes"][0]["metrics"]["comfort"] = metric_of(0.5, events=events)
    assert "And 42 more events, listed in metrics.json." in report_of([drive()], run=run)


def test_the_command_line_repeats_the_run():
    run = {"world": "a world.yaml", "policy": "mine.py:Mine"}
    assert run_again(run, [4, 5, 6, 9]) == (
        "physai run 'a world.yaml' --policy mine.py:Mine --seed 4 --episodes 3 --out again_4\n"
        "physai run 'a world.yaml' --policy mine.py:Mine --seed 9 --out again_9"
    )
    assert run_again(run, []) == ""


def test_an_earlier_report_stays_when_the_new_one_fails(tmp_path, drive, run_of):
    path = tmp_path / "report.html"
    path.write_text("earlier", encoding="utf-8")
    run = run_of([drive()])
    with pytest.raises(ValueError, match="must be as many"):
        write_report(path, run, [], [])
    assert [item.name for item in tmp_path.iterdir()] == ["report.html"]
    assert path.read_text(encoding="utf-8") == "earlier"


def test_what_was_drawn_is_a_table_with_colours_to_see(report_of, arm, read_page, run_of, nasty):
    run = run_of([arm()])
    values = {
        "scene.bodies.table.color_rgba": [0.5, 0.25, 1.0, 1.0],
        "scene.bodies.cube.mass_kg": 0.123456,
        "task.maneuver": nasty,
        "scene.bodies.table": {"shape": "sphere"},
        "scene.bodies.table.collides": True,
    }
    run["episodes"][0]["draw"] = values
    text = report_of([arm()], run=run)
    page = read_page(text)
    assert "Drawn for this episode" in page.text
    assert all(path in page.texts for path in values)
    assert "rgb(50% 25% 100%)" in text
    assert "0.5, 0.25, 1, 1" in page.text
    assert "0.123" in page.text
    assert '{"shape": "sphere"}' in page.text
    assert "true" in page.text
    assert len([tag for tag in page.all("i") if tag.get("class") == "swatch"]) == 1


def test_an_episode_that_drew_nothing_has_no_such_table(report_of, arm, read_page, run_of):
    run = run_of([arm()])
    run["episodes"][0]["draw"] = {}
    assert "Drawn" not in read_page(report_of([arm()], run=run)).text


def test_an_evaluation_tells_of_its_recordings_and_of_what_was_required(
    report_of, drive, read_page, evaluation_of
):
    episode = drive(outcome=None)
    page = read_page(report_of([episode], run=evaluation_of([episode])))
    for words in (
        "Evaluation of recordings",
        "0 of 2 requirements met",
        "Left out of the recordings, or doubtful there",
        "out of order",
        "3 times",
        "no outcome",
        "mcap · 10 min · 3 MB · 123 messages",
        "20 Hz",
        "300 times as fast as it was recorded",
        "low 1",
    ):
        assert words in page.text
    assert "Success rate" not in page.text
    assert "How to make it again" not in page.text


def test_text_from_a_recording_is_never_markup(report_of, drive, read_page, evaluation_of, nasty):
    page = read_page(report_of([drive()], run=evaluation_of([drive()])))
    assert len(page.all("script")) == 1
    assert page.all("img") == []
    assert page.text.count(nasty) >= 5


def test_a_command_that_is_told_is_shown(report_of, drive, read_page, evaluation_of):
    run = {**evaluation_of([drive()]), "command": "physai evaluate a/drive_1"}
    assert "physai evaluate a/drive_1" in read_page(report_of([drive()], run=run)).text


def test_metrics_are_shown_one_group_at_a_time(report_of, drive, read_page, evaluation_of):
    page = read_page(report_of([drive()], run=evaluation_of([drive()])))
    shown = [tag for tag in page.all("input") if tag["type"] == "radio"]
    assert [(tag["id"], "checked" in tag) for tag in shown] == [
        ("show-task", True),
        ("show-system", False),
    ]


def test_an_episode_that_is_not_at_hand_has_no_section(tmp_path, drive, read_page, run_of):
    path = tmp_path / "report.html"
    write_report(path, run_of([drive(), drive()]), [None, drive()], [None, None])
    page = read_page(path.read_text(encoding="utf-8"))
    assert [tag["id"] for tag in page.all("section") if "id" in tag] == ["episode-1"]


def test_maps_say_where_everything_was_and_events_in_them_lead_to_their_moments(
    report_of, drive, read_page
):
    page = read_page(report_of([drive()]))
    (spot,) = page.all("button")
    assert spot["data-seek"] == "4.0"
    assert "kerb_12" in spot["title"]
    traced = [json.loads(tag["data-trace"]) for tag in page.all("div") if "data-trace" in tag]
    assert [len(row) for row in traced[0]] == [3] * 120


def test_the_page_has_dark_colours_for_all_that_plots_are_drawn_in(report_of, drive):
    text = report_of([drive()])
    assert "prefers-color-scheme: dark" in text
    named = set(re.findall(r"var\((--[a-z-]+)", text))
    assert named <= set(re.findall(r"(--[a-z-]+):", text))
    assert {"--ink", "--faint", "--rule", "--blue", "--contact"} <= named
