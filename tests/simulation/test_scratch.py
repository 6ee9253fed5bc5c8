import subprocess
import sys
from pathlib import Path

import pytest

from physai_sim.core.errors import MachineError
from physai_sim.simulation.scratch import scratch_file, temporary_folder


def test_equal_texts_share_a_file_and_others_do_not():
    first = scratch_file("one", suffix=".obj")
    assert first == scratch_file("one", suffix=".obj")
    assert first != scratch_file("two", suffix=".obj")
    assert first.read_text(encoding="utf-8") == "one"


def test_nothing_is_left_when_the_process_ends():
    code = (
        "from physai_sim.simulation.scratch import scratch_file;"
        "print(scratch_file('gone', suffix='.obj'))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert not Path(done.stdout.strip()).exists()


def test_a_folder_goes_with_all_that_is_in_it():
    with temporary_folder() as folder:
        (Path(folder) / "file").write_text("text")
    assert not Path(folder).exists()


def test_where_no_folder_can_be_made_one_line_says_what_to_name(monkeypatch, tmp_path):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "missing"))
    with pytest.raises(MachineError, match=r"no temporary folder .* \$TMPDIR"):
        temporary_folder()
