"""`physai curate`: exit codes, table, document, and bad input in one line."""

import json
import re
import shlex
from pathlib import Path

import pytest

from physai_sim.generation.curation import curate as curation
from physai_sim.generation.curation.curate import Curated


@pytest.fixture
def asked(monkeypatch):
    """Requests that reach the work, which finds two of three rollouts worth keeping."""
    requests = []
    found = Curated(3, 2, {"still": 1}, 1)
    monkeypatch.setattr(
        curation, "curate", lambda request, progress: requests.append(request) or found
    )
    return requests


def test_the_table_counts_reasons(physai, asked):
    done = physai("curate", "batch", "--out", "out", "--shard", "webdataset")
    assert done.code == 0
    rows = [line.split() for line in done.out.splitlines()]
    assert rows[1:3] == [["kept", "2"], ["dropped:", "still", "1"]]
    assert done.out.endswith("2 of 3 rollouts kept, 1 of webdataset: out\n")


def test_the_document_alone_goes_to_standard_output(physai, asked):
    told = json.loads(physai("curate", "batch", "--out", "out", "--json").out)
    assert told == {
        **{"schema": 1, "out": "out", "rollouts": 3, "kept": 2},
        **{"dropped": {"still": 1}, "shards": 1},
    }


def test_nothing_kept_is_exit_code_1_with_a_line(physai, asked, monkeypatch):
    none = Curated(3, 0, {"still": 3}, 0)
    monkeypatch.setattr(curation, "curate", lambda request, progress: none)
    done = physai("curate", "batch", "--out", "out")
    assert done.code == 1
    assert done.err == "physai: nothing is kept of 3 rollouts\n"


def test_options_reach_the_work(physai, asked):
    numbers = ("--min-motion", 0.1, "--max-likeness", 0.9, "--min-survival", 0.4)
    more = ("--physics", "--best-of", 3, "--stride", 24, "--shard", "lerobot", "--resume")
    assert physai("curate", "batch", "--out", "out", *numbers, *more).code == 0
    [one] = asked
    assert (one.min_motion, one.max_likeness, one.min_survival) == (0.1, 0.9, 0.4)
    assert (one.physics, one.best_of, one.stride) == (True, 3, 24)
    assert (one.shard, one.mode) == ("lerobot", "resume")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ([], "no rollouts are here"),
        (["--max-likeness", "2"], "--max-likeness: out of range"),
        (["--min-survival", "nan"], "--min-survival: out of range"),
        (["--shard", "webdatset"], "did you mean 'webdataset'"),
        (["--best-of", "0"], "--best-of"),
        (["--resume", "--overwrite"], "contradict each other"),
    ],
)
def test_what_is_wrong_is_said_in_one_line(refused, tmp_path, words, said):
    out = tmp_path / "out"
    assert said in refused("curate", tmp_path / "batch", "--out", out, *words)
    assert not out.exists()


@pytest.mark.slow
def test_every_command_of_its_page_works_in_its_order(physai, tmp_path, monkeypatch):
    page = (Path(__file__).parents[2] / "docs/curation.md").read_text(encoding="utf-8")
    blocks = re.findall(r"^```sh\n(.*?)^```", page, flags=re.MULTILINE | re.DOTALL)
    lines = [line for block in blocks for line in block.splitlines() if line]
    assert len(lines) >= 3
    monkeypatch.chdir(tmp_path)
    for line in lines:
        done = physai(*shlex.split(line)[1:])
        assert done.code == 0, f"{line}: {done.err}"
