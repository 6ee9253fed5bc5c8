"""A suite of short episodes, and how it is written to a file."""

import pytest

from physai_sim.core.yaml_source import parse_yaml
from physai_sim.evaluation.suites.config import suite_from

SHORT = "[time_limit_s=0.6, view.width_px=64, view.height_px=48]"


@pytest.fixture(scope="session")
def suite_of():
    """`suite_of(text)`: the suite of a text, as if it stood in a file s.yaml."""

    def make(text):
        return suite_from(parse_yaml(text, name="s.yaml"), name="s")

    return make


@pytest.fixture(scope="session")
def short_text(policy_file):
    """`short_text("Dice")`: the text of a suite of two runs with three and two short episodes."""

    def make(policy="Dice", *, file=None, settings=SHORT):
        played = f"policy: '{file or policy_file}:{policy}', settings: {settings}"
        return (
            "description: Made for a test.\n"
            "runs:\n"
            f"  arm: {{world: reach, seeds: [4, 1, 9], {played}, require: ['path_length<=0.1']}}\n"
            f"  car: {{world: lane_curve, seeds: {{first: 3, count: 2}}, {played}}}\n"
            "require: ['success_rate<=0']\n"
        )

    return make


@pytest.fixture(scope="session")
def short_suite(suite_of, short_text):
    return suite_of(short_text())


# Policies that tell which episodes they began and ended, in which process.
TELLING = '''
import os
import signal
import time
from pathlib import Path

import numpy as np

from physai_sim.core.types import ActionChunk

BOOK = Path({book!r})


class Tells:
    needs_privileged = False
    pause_s = 0.0

    def reset(self, *, spec, seed):
        self.seed, self.spec = seed, spec
        self.rng = np.random.default_rng(seed)
        self.tell("begins")

    def tell(self, what):
        with BOOK.open("a") as book:
            book.write(f"{{what}} {{self.seed}} {{os.getpid()}}\\n")

    def infer(self, observation):
        time.sleep(self.pause_s)
        low, high = self.spec.action_low, self.spec.action_high
        actions = self.rng.uniform(low, high, (1, len(low)))
        return ActionChunk(observation.stamp_ns, self.spec.control_hz, actions)


class Slow(Tells):
    pause_s = 0.1


class Dies(Tells):
    """Takes its process with it in the episode of seed 1."""

    times = 99

    def infer(self, observation):
        told = BOOK.read_text().splitlines()
        if self.seed == 1 and sum(line.startswith("begins 1 ") for line in told) <= self.times:
            os.kill(os.getpid(), signal.SIGKILL)
        return super().infer(observation)


class DiesOnce(Dies):
    times = 1
'''


class Book:
    """What the policies of `telling` told."""

    def __init__(self, path):
        self.path = path

    def lines(self):
        """Pairs of seed and process id of the episodes that were begun."""
        text = self.path.read_text() if self.path.exists() else ""
        return [tuple(map(int, line.split()[1:])) for line in text.splitlines()]


@pytest.fixture
def telling(tmp_path):
    """A file of policies, and the book in which they write."""
    book, file = tmp_path / "book.txt", tmp_path / "telling.py"
    file.write_text(TELLING.format(book=str(book)), encoding="utf-8")
    return file, Book(book)
