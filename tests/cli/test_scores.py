import json

import pytest
import typer

from physai_sim.cli.scores import show

SUMMARY = {"mean": None, "min": None, "max": None, "n": 0, "unit": "s", "pooled": {}}
DOCUMENT = {
    "episodes": [{"metrics": {"duration": {"reason": "the episode did not succeed"}}}],
    "unreadable": [],
    "recordings": [{"bag": "a", "lost": None, "faults": [{"text": "3 stamps came twice"}]}],
    "aggregate": {"metrics": {"duration": SUMMARY}},
    "requirements": [{"text": "duration<=9", "ok": True, "reason": ""}],
}


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
        ({"requirements": [{"text": "x>1", "ok": False, "reason": "it is 0"}]}, 1),
        ({"unreadable": [{"bag": "b", "reason": "b: is empty"}]}, 2),
    ],
)
def test_the_exit_code_follows_from_the_document(changes, code):
    with pytest.raises(typer.Exit) as left:
        show({**DOCUMENT, **changes}, None, as_json=False)
    assert left.value.exit_code == code
