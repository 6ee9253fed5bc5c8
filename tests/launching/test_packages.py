import sys

import pytest

from physai_sim.core import paths
from physai_sim.core.errors import ConfigError, MachineError
from physai_sim.launching.packages import find_prefix, find_program, find_share


def test_a_package_is_found_in_the_prefix_that_has_its_marker(prefix):
    assert find_prefix("demo", where="") == prefix
    assert find_share("demo", where="") == prefix / "share/demo"
    assert find_program("demo", "talk", where="") == (str(prefix / "lib/demo/talk"),)


def test_a_package_that_is_nowhere_is_refused_with_the_known_ones(prefix):
    with pytest.raises(
        MachineError, match=r"f:2: no such package, got 'dem'.*known: demo, physai"
    ):
        find_prefix("dem", where="f:2")


def test_a_program_that_is_none_is_refused_with_the_known_ones(prefix):
    with pytest.raises(ConfigError, match=r"package demo has no such program, got 'tlk'.*talk"):
        find_program("demo", "tlk", where="")
    with pytest.raises(ConfigError, match="no such program"):
        find_program("demo", "notes.txt", where="")


@pytest.fixture
def without_ros(monkeypatch):
    monkeypatch.delenv("AMENT_PREFIX_PATH", raising=False)


def test_our_own_package_is_found_without_ros(without_ros):
    share = find_share("physai_sim", where="")
    assert (share / "package.xml").is_file()
    assert share in list(paths.search_roots())
    assert (share / "config/params.yaml").is_file()


def test_our_nodes_run_as_modules_where_no_script_is_installed(without_ros):
    words = find_program("physai_sim", "replay_node", where="")
    assert words == (sys.executable, "-m", "physai_sim.ros.replay_node")
    with pytest.raises(ConfigError, match="has no such program, got 'reply_node'; did you mean"):
        find_program("physai_sim", "reply_node", where="")


def test_our_installed_scripts_go_before_the_modules(prefix):
    (prefix / "share/ament_index/resource_index/packages/physai_sim").touch()
    script = prefix / "lib/physai_sim/replay_node"
    script.parent.mkdir()
    script.write_text("#!/bin/sh\n", encoding="utf-8")
    script.chmod(0o755)
    assert find_program("physai_sim", "replay_node", where="") == (str(script),)
    assert find_share("physai_sim", where="") == prefix / "share/physai_sim"
