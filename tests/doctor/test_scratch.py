import pytest

from physai_sim.core.errors import MachineError
from physai_sim.doctor._scratch import scratch_folder


def test_a_folder_goes_with_all_that_is_in_it():
    with scratch_folder() as folder:
        (folder / "file").write_text("text")
    assert not folder.exists()


def test_where_none_can_be_made_one_line_says_so(monkeypatch, tmp_path):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "missing"))
    with pytest.raises(MachineError, match="no temporary folder"), scratch_folder():
        pass
