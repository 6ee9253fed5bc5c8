import re
import runpy
from pathlib import Path

import setuptools

ROOT = Path(__file__).parents[2]


def _canonical(name):
    return re.sub(r"[-_.]+", "-", name).lower()


def _pins():
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


def _pinned():
    return {_canonical(pin.split("==")[0]) for pin in _pins()}


def _listed():
    """Package -> licence, from the two tables of packages."""
    text = (ROOT / "THIRD_PARTY_LICENSES.md").read_text(encoding="utf-8")
    packages = text.split("## Libraries inside the wheels")[0]
    rows = re.findall(r"^\| ([\w.-]+) \| (.+) \|$", packages, flags=re.MULTILINE)
    return {_canonical(name): licence for name, licence in rows if name != "Package"}


def test_every_pinned_package_has_its_licence_listed():
    assert _pinned() - set(_listed()) == set()


def test_no_licence_is_listed_for_a_package_that_is_not_pinned():
    assert set(_listed()) - _pinned() == set()


def test_every_direct_requirement_is_pinned(monkeypatch):
    told = {}
    monkeypatch.setattr(setuptools, "setup", lambda **keywords: told.update(keywords))
    monkeypatch.chdir(ROOT)
    runpy.run_path("setup.py")
    direct = sum(told["extras_require"].values(), told["install_requires"])
    assert {_canonical(re.split("[<>=]", name)[0]) for name in direct} - _pinned() == set()


def test_every_pin_is_exact():
    exact = re.compile(r"[\w.-]+==[\w.]+(; python_version [<>]=? \"3\.\d+\")?$")
    assert [line for line in _pins() if not exact.match(line)] == []


def test_our_own_licence_is_there_in_full():
    text = (ROOT / "LICENSE").read_text(encoding="utf-8")
    assert "Apache License" in text
    assert "END OF TERMS AND CONDITIONS" in text
