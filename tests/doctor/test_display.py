from physai_sim.core.errors import MachineError
from physai_sim.doctor import display
from physai_sim.doctor.base import examined


def test_without_a_display_there_is_a_note_and_no_failure(monkeypatch):
    monkeypatch.delenv("DISPLAY", raising=False)
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    assert examined("display").finding.mark == "note"


def test_a_display_that_answers_is_named(monkeypatch):
    monkeypatch.setenv("DISPLAY", ":7")
    monkeypatch.setattr(display, "require_display", lambda: None)
    assert examined("display").finding.found.endswith("opens on :7")


def test_a_display_that_does_not_answer_is_none(monkeypatch):
    def none():
        raise MachineError("no display")

    monkeypatch.setattr(display, "require_display", none)
    assert examined("display").finding.mark == "note"
