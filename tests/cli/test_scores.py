import json

import pytest
import typer

from physai_sim.cli.scores import show

SUMMARY = {"mean": None, "min": None, "max": None, "n": 0, "unit": "s", "pooled": {}}
UNKNOWN = {"group": "task", "reason": "the episode did not succeed"}
DOCUMENT = {
    "episodes": [{"metrics": {"duration": UNKNOWN}}],
    "unreadable": [],
    "recordings": [{"bag": "a", "lost": None, "faults": [{"text": "3 stamps came twice"}]}],
    "aggregate": {"metrics": {"duration": SUMMARY}},
    "requirements": [{"text": "duration<=9", "value": 8.0, "ok": True, "reason": ""}],
}


def _document(summaries, groups, reasons):
    results = {name: {"group": groups[name], "reason": reasons.get(name, "")} for name in groups}
    return {**DOCUMENT, "episodes": [{"metrics": results}], "aggregate": {"metrics": summaries}}


@pytest.fixture
def shown(capsys, monkeypatch):
    def show_in(columns, document):
        monkeypatch.setenv("COLUMNS", str(columns))
        show(document, None, as_json=False)
        return [line.rstrip() for line in capsys.readouterr().out.splitlines()]

    return show_in


def test_metrics_stand_in_groups_under_the_names_that_requirements_take(shown):
    known = {**SUMMARY, "mean": 1.0, "min": 1.0, "max": 1.0, "n": 1}
    groups = {"topic_rate": "system", "off_road": "driving", "min_ade": "open_loop"}
    lines = shown(80, _document(dict.fromkeys(groups, known), groups, {}))
    assert [line.split()[0] for line in lines[1:4]] == ["off_road", "min_ade", "topic_rate"]


def test_metrics_that_are_unknown_for_one_reason_share_a_line_of_eighty_columns(shown):
    groups = {"miss_rate": "open_loop", "red_light": "driving", "min_ade": "open_loop"}
    reasons = {"miss_rate": "chunks are short", "min_ade": "chunks are short", "red_light": "none"}
    lines = shown(80, _document(dict.fromkeys(groups, SUMMARY), groups, reasons))
    assert lines[1].split() == ["red_light", "none"]
    assert lines[2].split(maxsplit=2) == ["min_ade,", "miss_rate", "chunks are short"]


def test_a_replay_that_asked_nobody_says_why(shown):
    text = "control stamps before every sensor had been read"
    fault = {"kind": "unready", "topic": "odometry", "count": 200, "text": text}
    episode = {"bag": "a", "metrics": {}, "replay": {"faults": [fault]}}
    document = {**DOCUMENT, "episodes": [episode], "aggregate": {"metrics": {}}}
    lines = shown(80, document)
    assert lines[0] == "there is nothing to score"
    assert f"a: odometry: 200 {text}" in lines


def test_what_is_pooled_is_not_taken_for_a_mean(shown):
    pooled = {**SUMMARY, "mean": 0.03, "min": 0.01, "max": 0.02, "n": 2, "pooled": {"low": 0.01}}
    lines = shown(80, _document({"duration": pooled}, {"duration": "task"}, {}))
    assert lines[1].endswith("s, pooled")


@pytest.mark.parametrize(
    ("value", "reason", "told"),
    [
        (0.04, "", "it is 0.04"),
        (0.04, "known in 1 of 2 episodes", "it is 0.04, known in 1 of 2 episodes"),
        (None, "unknown in 1 episode: why", "unknown in 1 episode: why"),
    ],
)
def test_a_requirement_that_is_missed_says_by_what(capsys, value, reason, told):
    check = {"text": "x<0", "value": value, "ok": False, "reason": reason}
    with pytest.raises(typer.Exit):
        show({**DOCUMENT, "requirements": [check]}, None, as_json=False)
    assert f"x<0: missed: {told}\n" in capsys.readouterr().out


def test_a_table_says_why_a_metric_is_unknown_and_what_is_doubtful(capsys, tmp_path):
    show(DOCUMENT, tmp_path, as_json=False)
    told = capsys.readouterr().out
    assert "the episode did not succeed" in told
    assert "a: 3 stamps came twice" in told
    assert "duration<=9: passed" in told
    assert told.endswith(f"report: {tmp_path / 'report.html'}\n")


def test_json_is_the_document_and_nothing_else(capsys):
    show(DOCUMENT, None, as_json=True)
    assert json.loads(capsys.readouterr().out) == DOCUMENT


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"requirements": [{"text": "x>1", "value": 0.0, "ok": False, "reason": ""}]}, 1),
        ({"unreadable": [{"bag": "b", "reason": "b: is empty"}]}, 2),
    ],
)
def test_the_exit_code_follows_from_the_document(changes, code):
    with pytest.raises(typer.Exit) as left:
        show({**DOCUMENT, **changes}, None, as_json=False)
    assert left.value.exit_code == code
