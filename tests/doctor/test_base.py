import importlib

import pytest

from physai_sim.core import registry
from physai_sim.core.errors import MachineError
from physai_sim.doctor.base import REINSTALL, Finding, examine, examined


@pytest.fixture
def check(monkeypatch):
    """Makes every name of a check be one that runs a function."""

    def make(run):
        class Made:
            remedy = "buy another machine"

            def run(self):
                return run()

        monkeypatch.setattr(registry, "find", lambda *_, **__: Made)

    return make


def _raise(error):
    raise error


def test_what_works_needs_no_remedy(check):
    check(lambda: Finding("ok", "all of it"))
    line = examined("it")
    assert (line.check, line.finding, line.remedy) == ("it", Finding("ok", "all of it"), "")
    assert not line.failed


def test_a_failure_says_what_to_do(check):
    check(lambda: Finding("FAIL", "half of it"))
    line = examined("it")
    assert line.failed
    assert line.remedy == "buy another machine"


@pytest.mark.parametrize(
    ("error", "text", "remedy"),
    [
        (RuntimeError("two\nlines"), "RuntimeError: two lines", "buy another machine"),
        (SystemExit(3), "SystemExit: 3", "buy another machine"),
        (MachineError("no disk"), "no disk", "buy another machine"),
        (MachineError("no disk", expected="a disk"), "no disk; expected a disk", ""),
    ],
)
def test_a_check_that_raises_becomes_a_failed_line(check, error, text, remedy):
    check(lambda: _raise(error))
    line = examined("it")
    assert line.finding == Finding("FAIL", text)
    assert line.remedy == remedy


def test_a_check_whose_file_cannot_be_imported_becomes_a_failed_line(monkeypatch):
    real = importlib.import_module

    def broken(name, *rest):
        if name == "physai_sim.doctor.video":
            raise ImportError("libx264.so: cannot open shared object file")
        return real(name, *rest)

    monkeypatch.setattr(importlib, "import_module", broken)
    line = examined("video")
    assert line.finding.mark == "FAIL"
    assert "libx264.so" in line.finding.found
    assert line.remedy == REINSTALL


def test_every_check_is_run_in_the_order_of_names(check):
    check(lambda: Finding("note", "seen"))
    assert [line.check for line in examine()] == list(registry.names("checks"))


def test_a_person_can_still_stop_it(check):
    check(lambda: _raise(KeyboardInterrupt()))
    with pytest.raises(KeyboardInterrupt):
        examined("it")


@pytest.mark.parametrize("name", registry.names("checks"))
def test_every_check_says_what_to_do_where_it_fails(name):
    assert registry.find("checks", name).remedy
