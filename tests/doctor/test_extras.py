import pytest

from physai_sim.doctor import extras
from physai_sim.doctor.base import examined


@pytest.mark.parametrize(
    ("wanted", "mark", "text"),
    [
        ({"numpy": "numpy"}, "ok", "numpy "),
        ({"walkers": "no_such_module_at_all"}, "note", "not installed: walkers"),
        ({"a ROS package": "json"}, "ok", "a ROS package of unknown version"),
    ],
)
def test_what_is_missing_is_a_note(monkeypatch, wanted, mark, text):
    monkeypatch.setattr(extras, "EXTRAS", wanted)
    finding = examined("extras").finding
    assert finding.mark == mark
    assert finding.found.startswith(text)


def test_versions_are_those_of_the_packages(monkeypatch):
    from importlib.metadata import version

    monkeypatch.setattr(extras, "EXTRAS", {"numpy": "numpy", "walkers": "no_such_module_at_all"})
    assert examined("extras").finding.found == (
        f"numpy {version('numpy')}; not installed: walkers"
    )
