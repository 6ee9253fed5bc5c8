import json

import pytest

from physai_sim.core.errors import ResultsError
from physai_sim.evaluation.comparison import scored
from physai_sim.evaluation.comparison.scored import read_scored


def test_a_folder_and_its_file_are_the_same_result(scored_file):
    folder = scored_file("a", duration=[1.5, None])
    found = read_scored(folder)
    assert found == read_scored(folder / "metrics.json")
    assert [one.metrics["duration"].value for one in found.episodes] == [1.5, None]
    assert (found.kind, found.world, found.policy) == ("run", "reach", "a")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "not the document"),
        ("[]", "not the document"),
        ('{"schema": 2}', "episodes"),
        ('{"schema": 1, "episodes": []}', "of another version, got 1; expected schema 2"),
        ('{"schema": 2, "episodes": [{"episode": 0}]}', "episodes.0.metrics"),
        (
            '{"schema": 2, "episodes": [{"episode": 0, "metrics": {"a": {"value": "x"}}}]}',
            "episodes.0.metrics.a.value",
        ),
        (
            '{"schema": 2, "episodes": [{"episode": 0, "metrics": '
            '{"a": {"value": NaN, "unit": "1", "better": null}}}]}',
            "not the document",
        ),
        (
            '{"schema": 2, "episodes": [{"episode": 0, "metrics": '
            '{"a": {"value": -1.7e308, "unit": "1", "better": null}}}]}',
            "episodes.0.metrics.a.value",
        ),
    ],
)
def test_what_is_no_result_is_refused_in_one_line_that_says_where(tmp_path, text, said):
    (tmp_path / "metrics.json").write_text(text)
    with pytest.raises(ResultsError) as refused:
        read_scored(tmp_path)
    assert said in str(refused.value)
    assert str(tmp_path) in str(refused.value)
    assert "\n" not in str(refused.value)


def test_a_folder_without_results_is_refused(tmp_path):
    for path in (tmp_path, tmp_path / "nowhere"):
        with pytest.raises(ResultsError, match="no results here"):
            read_scored(path)


def test_a_file_beyond_all_measure_is_not_read(tmp_path, monkeypatch):
    monkeypatch.setattr(scored, "MOST_BYTES", 10)
    (tmp_path / "metrics.json").write_text(json.dumps({"schema": 2, "episodes": []}))
    with pytest.raises(ResultsError, match="too large to compare"):
        read_scored(tmp_path)
