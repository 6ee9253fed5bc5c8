import errno

from physai_sim.doctor import memory
from physai_sim.doctor.base import examined


def test_memory_can_be_shared():
    finding = examined("memory").finding
    assert "to share" in finding.found or finding.found == "processes can share it"


def test_little_of_it_is_worth_a_note(monkeypatch):
    monkeypatch.setattr(memory, "WANTED_MB", 1e12)
    finding = examined("memory").finding
    assert finding.mark == "note"
    assert "--shm-size" in finding.found


def test_none_of_it_is_worth_a_note(monkeypatch):
    def refuse(**_):
        raise OSError(errno.EACCES, "Permission denied")

    monkeypatch.setattr(memory, "SharedMemory", refuse)
    finding = examined("memory").finding
    assert finding.mark == "note"
    assert finding.found.startswith("cannot be shared (Permission denied)")
