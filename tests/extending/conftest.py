"""The examples as a person has them: files outside the package, named by their paths."""

import functools
import re
from pathlib import Path
from typing import NamedTuple

import pytest

ROOT = Path(__file__).parents[2]
EXAMPLES = ROOT / "examples" / "extending"
PAGES = ROOT / "docs" / "extending"
# Page of a family -> its example.
FILES = {
    "world": "worlds/ramp.yaml",
    "robot": "cart.py",
    "sensor": "tilt.py",
    "task": "stop_at_line.py",
    "policy": "gentle.py",
    "metric": "energy.py",
    "generator": "standstill.py",
    "measure": "flicker.py",
    "fault": "strobe.py",
    "critic": "lively.py",
}


class Block(NamedTuple):
    language: str
    text: str


class Examples(NamedTuple):
    root: Path
    folder: Path
    files: dict[str, str]
    world: str

    def read(self, family):
        return (self.folder / self.files[family]).read_text(encoding="utf-8")

    @staticmethod
    @functools.cache
    def blocks(family):
        """The fenced blocks of a page, in order."""
        page = (PAGES / f"{family}.md").read_text(encoding="utf-8")
        found = re.findall(r"^```(\w+)\n(.*?)^```$", page, flags=re.MULTILINE | re.DOTALL)
        return tuple(Block(*one) for one in found)


@pytest.fixture(scope="session")
def examples():
    return Examples(ROOT, EXAMPLES, FILES, str(EXAMPLES / FILES["world"]))


@pytest.fixture
def at_root(monkeypatch):
    """The world names its parts by paths from the root of the checkout."""
    monkeypatch.chdir(ROOT)
