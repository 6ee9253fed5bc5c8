import json

import pytest

from physai_sim.core.errors import OutputError
from physai_sim.evaluation.comparison.compare import compare
from physai_sim.evaluation.comparison.folder import write_comparison


def test_the_folder_holds_document_page_and_how_it_was_made(scored_file, tmp_path):
    comparison = compare(*(scored_file(name, duration=[1.0, 2.0]) for name in "ab"))
    out = tmp_path / "out"
    write_comparison(out, comparison, mode="new")
    names = ["comparison.html", "comparison.json", "run.json"]
    assert sorted(path.name for path in out.iterdir()) == names
    assert json.loads((out / "comparison.json").read_text()) == comparison
    record = json.loads((out / "run.json").read_text())
    assert (record["b"], record["exit_state"]) == (str(tmp_path / "b"), "done")
    with pytest.raises(OutputError, match="not empty"):
        write_comparison(out, comparison, mode="new")
    write_comparison(out, comparison, mode="overwrite")
