import json
import os
import shutil
import subprocess
import sys
import sysconfig
import venv
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
# All that a build reads; a copy keeps build output out of the checkout.
# `launch` is there once there is a launch file.
SOURCES = [
    name
    for name in ("physai_sim", "policies", "worlds", "suites", "launch", "config", "resource")
    if (ROOT / name).is_dir()
]


def _run(*command, cwd):
    """Runs a command as a person would who has no checkout; returns what it printed."""
    hidden = ("PYTHONPATH", "PYTHONWARNINGS", "PHYSAI_PATH", "AMENT_PREFIX_PATH")
    env = {name: value for name, value in os.environ.items() if name not in hidden}
    ran = subprocess.run(
        [str(word) for word in command],
        cwd=cwd,
        env=env,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr
    return ran.stdout


@pytest.fixture(name="wheel", scope="module")
def _wheel(tmp_path_factory):
    source, out = tmp_path_factory.mktemp("source"), tmp_path_factory.mktemp("wheel")
    for name in SOURCES:
        shutil.copytree(ROOT / name, source / name, ignore=shutil.ignore_patterns("__pycache__"))
    for path in ROOT.iterdir():
        if path.is_file():
            shutil.copy2(path, source)
    pip = [sys.executable, "-m", "pip", "wheel", "-q", "--no-deps", "--no-build-isolation"]
    _run(*pip, "-w", out, source, cwd=out)
    (built,) = out.glob("*.whl")
    return built


@pytest.fixture(name="installed", scope="module")
def _installed(wheel, tmp_path_factory):
    """The folder of programs of a fresh environment that holds the wheel.

    Its dependencies are this environment's, by path. A path file within that folder is not
    followed, so an editable install of ours stays out.
    """
    home = tmp_path_factory.mktemp("environment")
    venv.create(home, with_pip=False)
    python = home / "bin" / "python"
    pip = [sys.executable, "-m", "pip", "--python", python, "install", "-q", "--no-deps"]
    _run(*pip, wheel, cwd=home)
    (packages,) = home.glob("lib/python*/site-packages")
    (packages / "borrowed.pth").write_text(sysconfig.get_path("purelib") + "\n", encoding="utf-8")
    return home / "bin"


@pytest.mark.slow
def test_the_wheel_holds_packages_models_worlds_suites_and_launch_files(wheel):
    names = set(zipfile.ZipFile(wheel).namelist())
    data = "physai_sim-0.1.0.data/data/share/physai_sim"
    kinds = {"worlds": "*.yaml", "suites": "*.yaml", "launch": "*.launch.yaml"}
    for folder, pattern in kinds.items():
        assert {f"{data}/{folder}/{path.name}" for path in (ROOT / folder).glob(pattern)} <= names
    for path in (ROOT / "physai_sim").rglob("*"):
        if path.suffix in {".py", ".urdf", ".obj", ".typed"}:
            assert path.relative_to(ROOT).as_posix() in names


@pytest.mark.slow
def test_nothing_but_our_two_packages_is_in_the_wheel(wheel):
    tops = {name.split("/")[0] for name in zipfile.ZipFile(wheel).namelist()}
    ours = {"physai_sim", "policies"}
    assert tops == ours | {"physai_sim-0.1.0.data", "physai_sim-0.1.0.dist-info"}


@pytest.mark.slow
def test_the_installed_wheel_finds_its_own_package_worlds_and_suites(installed, tmp_path):
    python = installed / "python"
    where = _run(python, "-c", "import physai_sim; print(physai_sim.__file__)", cwd=tmp_path)
    assert Path(where.strip()).is_relative_to(installed.parent)
    listed = _run(installed / "physai", "list", "worlds", "--json", cwd=tmp_path)
    text = json.dumps(json.loads(listed))
    assert "lane_curve" in text
    assert "reach" in text
    suites = "from physai_sim.core import paths; print(*paths.available('suites'))"
    assert "smoke" in _run(python, "-c", suites, cwd=tmp_path).split()
