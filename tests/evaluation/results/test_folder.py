import json

from physai_sim.evaluation.results import folder


def test_every_file_is_written_from_the_same_document(tmp_path, monkeypatch):
    told = {}
    for name in ("write_report", "write_jsonl", "write_junit"):
        monkeypatch.setattr(folder, name, lambda path, *given: told.update({path.name: given}))
    metrics = {"schema": 2}
    folder.write_results(tmp_path, metrics, ["episode"], [None])
    assert json.loads((tmp_path / "metrics.json").read_text()) == metrics
    assert told == {
        "results.jsonl": (metrics,),
        "junit.xml": (metrics,),
        "report.html": (metrics, ["episode"], [None]),
    }
