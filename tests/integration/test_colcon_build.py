import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
# All that a build reads; a copy keeps build output out of the checkout.
SOURCES = ("physai_sim", "policies", "worlds", "launch", "config", "resource")
MESSAGES = "ros2_ws/src/physai_msgs"  # is not built without ROS, and must not be waited for


def _copy_of_the_checkout(folder):
    for name in SOURCES:
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    for path in ROOT.iterdir():
        if path.is_file():
            shutil.copy2(path, folder)
    link = Path("ros2_ws/src/physai_sim")
    (folder / link).parent.mkdir(parents=True)
    (folder / link).symlink_to((ROOT / link).readlink())
    shutil.copytree(ROOT / MESSAGES, folder / MESSAGES)
    return folder


@pytest.fixture(
    name="install", params=[[], ["--symlink-install"]], ids=["copied", "symlinked"], scope="module"
)
def _install(request, tmp_path_factory):
    """The install folder of the package after `colcon build` in a copy of the checkout."""
    workspace = _copy_of_the_checkout(tmp_path_factory.mktemp("checkout")) / "ros2_ws"
    command = [sys.executable, "-m", "colcon", "build", "--packages-select", "physai_sim"]
    without_ros = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("AMENT_", "COLCON_", "ROS_", "PYTHONPATH", "PYTHONWARNINGS"))
    }
    built = subprocess.run(
        [*command, *request.param],
        cwd=workspace,
        env=without_ros,
        capture_output=True,
        text=True,
        check=False,
    )
    assert built.returncode == 0, built.stdout + built.stderr
    return workspace / "install" / "physai_sim"


@pytest.mark.slow
def test_every_world_launch_and_layout_file_is_in_the_share_folder(install):
    for folder, pattern in (("worlds", "*.yaml"), ("launch", "*.launch.yaml"), ("config", "*")):
        expected = {path.name: path.read_bytes() for path in (ROOT / folder).glob(pattern)}
        share = install / "share" / "physai_sim" / folder
        assert {path.name: path.read_bytes() for path in share.glob("*")} == expected
    assert list((install / "share/physai_sim/worlds").glob("*.yaml"))


@pytest.mark.slow
def test_the_package_marker_and_manifest_are_in_place(install):
    assert (install / "share/ament_index/resource_index/packages/physai_sim").is_file()
    manifest = (install / "share/physai_sim/package.xml").read_bytes()
    assert manifest == (ROOT / "package.xml").read_bytes()


@pytest.mark.slow
def test_the_program_lies_where_ros2_run_looks_and_runs_from_the_sourced_workspace(install):
    script = 'source "$0/local_setup.bash" && cd / && "$1/lib/physai_sim/physai" --help'
    ran = subprocess.run(
        ["bash", "-c", script, str(install.parent), str(install)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    assert "Usage" in ran.stdout


@pytest.mark.slow
def test_the_nodes_are_programs_that_launch_files_find_in_the_sourced_workspace(install):
    script = 'source "$0/local_setup.bash" && cd / && "$1" -c "$2"'
    ask = (
        "from physai_sim.launching.packages import find_program;"
        "print(*find_program('physai_sim', 'sim_node', where=''))"
    )
    ran = subprocess.run(
        ["bash", "-c", script, str(install.parent), sys.executable, ask],
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.stdout.strip() == str(install / "lib/physai_sim/sim_node"), ran.stderr
    nodes = {path.name for path in (install / "lib/physai_sim").glob("*_node")}
    assert nodes == {"sim_node", "policy_node", "recorder_node", "replay_node", "teleop_node"}
