import pytest

from physai_sim.doctor import python
from physai_sim.doctor.base import examined


@pytest.mark.parametrize(
    ("limit", "value", "mark", "text"),
    [
        ("OLDEST", (3, 10), "ok", "3."),
        ("OLDEST", (3, 99), "FAIL", "too old"),
        ("NEWEST", (3, 9), "note", "newer than any that was tested"),
    ],
)
def test_a_version_is_held_against_those_that_are_tested(monkeypatch, limit, value, mark, text):
    monkeypatch.setattr(python, limit, value)
    line = examined("python")
    assert line.finding.mark == mark
    assert text in line.finding.found
    assert bool(line.remedy) == (mark == "FAIL")
