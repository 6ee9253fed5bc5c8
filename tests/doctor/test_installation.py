from importlib.metadata import EntryPoint

import pytest

from physai_sim.core import paths, registry
from physai_sim.doctor.base import examined

ROOT = next(paths.search_roots())


@pytest.fixture
def add_policy(monkeypatch):
    """Adds an extension, as a package of another would bring it."""

    def add(value):
        points = (EntryPoint("mine", value, "physai.policies"),)
        monkeypatch.setattr(
            registry, "outside_points", lambda family: points if family == "policies" else ()
        )

    return add


def test_worlds_are_counted_with_their_folder():
    finding = examined("installation").finding
    count = len(paths.available("worlds"))
    assert finding.mark == "ok"
    assert f"{count} worlds in {ROOT / 'worlds'}" in finding.found


def test_worlds_of_ones_own_are_counted_apart(monkeypatch, tmp_path):
    (tmp_path / "worlds").mkdir()
    (tmp_path / "worlds" / "mine.yaml").write_text("version: 1\n")
    monkeypatch.setenv("PHYSAI_PATH", str(tmp_path))
    assert f"1 in {tmp_path / 'worlds'}" in examined("installation").finding.found


def test_a_search_path_that_is_no_folder_is_worth_a_note(monkeypatch):
    monkeypatch.setenv("PHYSAI_PATH", "/nowhere/at/all")
    finding = examined("installation").finding
    assert finding.mark == "note"
    assert "/nowhere/at/all" in finding.found


def test_an_installation_without_worlds_fails(monkeypatch, tmp_path):
    monkeypatch.setattr(paths, "search_roots", lambda: iter([tmp_path]))
    line = examined("installation")
    assert line.failed
    assert line.finding.found.startswith("0 worlds")


def test_an_extension_that_loads_is_named(add_policy):
    add_policy("policies.control.expert_reach:ExpertReach")
    assert "policies mine (unknown package)" in examined("installation").finding.found


def test_an_extension_that_does_not_load_fails_and_is_named(add_policy):
    add_policy("no_such_module_at_all:Mine")
    line = examined("installation")
    assert line.failed
    assert "physai.policies" in line.finding.found
    assert "'mine'" in line.finding.found
    assert "uninstall" in line.remedy
