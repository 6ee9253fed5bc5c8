import json
import os

import pytest

from physai_sim.core.errors import OutputError
from physai_sim.evaluation.suites import folder_lock
from physai_sim.evaluation.suites.folder_lock import FolderLock, locked_folder


@pytest.fixture(autouse=True)
def _impatient(monkeypatch):
    monkeypatch.setattr(folder_lock, "PATIENCE_S", 0.1)


def test_a_folder_is_locked_until_it_is_let_go(tmp_path):
    with FolderLock(tmp_path):
        with pytest.raises(OutputError, match="another suite is running in this folder"):
            FolderLock(tmp_path)
        with pytest.raises(OutputError, match="another suite"):
            locked_folder(tmp_path, "overwrite")
    with FolderLock(tmp_path):
        pass
    assert list(tmp_path.iterdir()) == []


def test_whoever_it_was_handed_to_holds_it_when_its_owner_is_gone(tmp_path):
    with FolderLock(tmp_path) as lock:
        inherited = os.dup(lock._file)
    with pytest.raises(OutputError, match="another suite"):
        FolderLock(tmp_path)
    os.close(inherited)
    with FolderLock(tmp_path):
        pass


def test_a_refused_lock_leaves_no_file_open(tmp_path):
    with FolderLock(tmp_path):
        before = len(os.listdir("/proc/self/fd"))
        with pytest.raises(OutputError):
            FolderLock(tmp_path)
        assert len(os.listdir("/proc/self/fd")) == before


def test_the_folder_is_made_emptied_or_refused_as_that_of_a_run(tmp_path):
    folder = tmp_path / "out"
    with locked_folder(folder, "new"):
        assert folder.is_dir()
    (folder / "run.json").write_text(json.dumps({}))
    with pytest.raises(OutputError, match="not empty"):
        locked_folder(folder, "new")
    with locked_folder(folder, "resume"):
        assert (folder / "run.json").is_file()
    with locked_folder(folder, "overwrite"):
        assert list(folder.iterdir()) == []
        with pytest.raises(OutputError, match="another suite"):
            FolderLock(folder)


def test_where_there_are_no_locks_it_goes_on_and_says_so(tmp_path, monkeypatch, caplog):
    def none(*_):
        raise OSError(95, "Operation not supported")

    monkeypatch.setattr(folder_lock.fcntl, "flock", none)
    with FolderLock(tmp_path):
        assert "runs without a lock: Operation not supported" in caplog.text
