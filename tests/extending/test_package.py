"""A package that is installed beside ours adds to every family by entry points alone."""

import json
import os
import re
import subprocess
import sys

import pytest

NAMES = {
    "worlds": "ramp",
    "robots": "cart",
    "sensors": "tilt",
    "tasks": "stop_at_line",
    "policies": "gentle",
    "metrics": "energy",
    "generators": "standstill",
    "measures": "flicker",
    "faults": "strobe",
    "critics": "lively",
}
HEAD = """[build-system]
requires = ["setuptools"]
build-backend = "setuptools.build_meta"

[project]
name = "hillside"
version = "1.0"

[tool.setuptools]
packages = ["hillside"]
"""


def run(*words, cwd, **variables):
    command = [str(word) for word in words]
    env = {**os.environ, **variables}
    ran = subprocess.run(
        command, cwd=cwd, env=env, capture_output=True, text=True, check=False, timeout=200
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr
    return ran.stdout


@pytest.fixture
def source(tmp_path, examples):
    """The package as the pages describe it: their entry points, their files."""
    folder = tmp_path / "source"
    (folder / "hillside").mkdir(parents=True)
    (folder / "worlds").mkdir()
    (folder / "hillside" / "__init__.py").touch()
    for file in examples.folder.glob("*.py"):
        (folder / "hillside" / file.name).write_text(file.read_text("utf-8"), encoding="utf-8")
    named = re.sub(r"examples/extending/(\w+)\.py:\w+", r"\1", examples.read("world"))
    (folder / "worlds" / "ramp.yaml").write_text(named, encoding="utf-8")
    tables = [b.text for f in examples.files for b in examples.blocks(f) if b.language == "toml"]
    assert len(tables) == len(NAMES)
    (folder / "pyproject.toml").write_text("\n".join([HEAD, *tables]), encoding="utf-8")
    return folder


@pytest.mark.slow
def test_an_installed_package_adds_a_name_to_every_family(source, examples, tmp_path):
    target = tmp_path / "target"
    pip = [sys.executable, "-m", "pip", "install", "-q", "--no-index", "--no-deps"]
    run(*pip, "--no-build-isolation", "--target", target, source, cwd=tmp_path)
    # In an ordinary installation data lie below sys.prefix, where they are found without a word.
    paths = {
        "PYTHONPATH": os.pathsep.join([str(target), str(examples.root)]),
        "PHYSAI_PATH": str(target / "share" / "physai_sim"),
    }
    physai = [sys.executable, "-m", "physai_sim.cli.main"]
    listed = json.loads(run(*physai, "list", "--json", cwd=tmp_path, **paths))
    for family, name in NAMES.items():
        assert listed[family][name].endswith("."), family
    small = ("--set", "view.width_px=64", "--set", "view.height_px=48")
    words = ("run", "ramp", "--policy", "gentle", "--out", "out")
    run(*physai, *words, *small, cwd=tmp_path, **paths)
    written = (tmp_path / "out" / "metrics.json").read_text(encoding="utf-8")
    scored = json.loads(written)["episodes"][0]["metrics"]
    assert scored["success"]["value"] == 1.0
    assert scored["energy"]["value"] > 0.0
    assert scored["energy"]["unit"] == "J/kg"
