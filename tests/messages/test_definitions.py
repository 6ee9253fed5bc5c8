import runpy
from pathlib import Path

import pytest
import setuptools

from physai_sim.core.errors import ConfigError
from physai_sim.messages import definitions

ROOT = Path(__file__).parents[2]
KINDS = ("msg", "srv", "action")


def _names(root, package):
    found = (path for kind in KINDS for path in root.glob(f"{package}/{kind}/*.{kind}"))
    return {f"{path.parent.name}/{path.stem}" for path in found}


def _run(monkeypatch, version):
    monkeypatch.setenv(definitions.VERSION_VARIABLE, version)
    return runpy.run_path(definitions.__file__)


def test_simulation_interfaces_are_complete():
    names = _names(definitions.SHARE, "simulation_interfaces")
    counts = [sum(name.startswith(f"{kind}/") for name in names) for kind in KINDS]
    assert counts == [15, 22, 1]


def test_what_differs_in_2_x_hides_what_1_x_has():
    changed = _names(definitions.SHARE_SIMULATION_INTERFACES_2, "simulation_interfaces")
    assert changed == {"msg/Spawnable", "srv/LoadWorld", "srv/SetEntityState", "srv/SpawnEntity"}


@pytest.mark.parametrize(("version", "field"), [("1", "string uri"), ("2", "Resource")])
def test_the_version_is_chosen_by_the_environment(monkeypatch, version, field):
    told = _run(monkeypatch, version)
    assert len(told["SHARES"]) == int(version)
    text = told["DEFINITIONS"]["simulation_interfaces/msg/Spawnable"]
    assert text.startswith(field)


def test_another_version_is_refused(monkeypatch):
    with pytest.raises(ConfigError, match=r"PHYSAI_SIMULATION_INTERFACES: .*'3'; expected 1 or 2"):
        _run(monkeypatch, "3")


def test_our_own_package_is_the_one_of_the_workspace():
    link = definitions.SHARE / "physai_msgs"
    assert link.resolve() == ROOT / "ros2_ws/src/physai_msgs"
    assert "physai_msgs/msg/Tick" in definitions.DEFINITIONS


def test_every_definition_is_installed_and_announced(monkeypatch):
    told = {}
    monkeypatch.setattr(setuptools, "setup", lambda **keywords: told.update(keywords))
    monkeypatch.chdir(ROOT)
    runpy.run_path("setup.py")
    for package, root in (
        ("physai_sim.messages", ROOT / "physai_sim/messages"),
        ("physai_sim.rosless.interfaces", ROOT / "physai_sim/rosless/interfaces"),
    ):
        patterns = told["package_data"][package]
        installed = {path for pattern in patterns for path in root.glob(pattern)}
        here = {path for kind in KINDS for path in root.glob(f"share*/*/{kind}/*")}
        assert here <= installed
    assert told["entry_points"]["rosless.interfaces"] == [
        "physai = physai_sim.messages.definitions:SHARES"
    ]
