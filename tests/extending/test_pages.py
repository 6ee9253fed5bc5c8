"""The pages of docs/extending show the files that there are, and what they tell works."""

import contextlib
import io
import itertools
import shlex

import pytest

from physai_sim.core import registry
from physai_sim.core.errors import PhysAIError

FAMILIES = (
    *("world", "robot", "sensor", "task", "policy", "metric"),
    *("generator", "measure", "fault", "critic"),
)
IN_PYTHON_ALONE = ("generator", "measure")  # no command takes one by its path
SMALL = ["--set", "time_limit_s=0.3", "--set", "view.width_px=64", "--set", "view.height_px=48"]
every_page = pytest.mark.parametrize("family", FAMILIES)
# Page -> key of the world that names the class, and a mistake in its file.
MISTAKES = {
    "robot": ("robots.cart", "def description(", "def describe("),
    "sensor": ("sensors.tilt", 'kind="numbers"', 'kind="tilt"'),
    "task": ("task", "    Config = StopAtLineConfig\n", ""),
}


def commands(examples, family, out):
    """The words of each command of a page, and the line that it prints; None where it works."""
    for block, after in itertools.pairwise((*examples.blocks(family), None)):
        if block.language == "sh":
            fails = after is not None and after.language == "text"
            words = shlex.split(block.text.replace("--out out/", f"--out {out}/"))
            yield words[1:], after.text if fails else None


@every_page
def test_a_page_shows_its_example_word_for_word(family, examples):
    assert examples.read(family) in [block.text for block in examples.blocks(family)]


@every_page
def test_contributing_leads_to_a_page(family, examples):
    text = (examples.root / "CONTRIBUTING.md").read_text(encoding="utf-8")
    assert f"(docs/extending/{family}.md)" in text


@every_page
def test_a_command_prints_the_line_that_stands_below_it(
    family, examples, at_root, refused, tmp_path
):
    for words, line in commands(examples, family, tmp_path):
        if line is not None:
            assert refused(*words) == line


@pytest.mark.slow
@every_page
def test_a_command_with_no_line_below_it_plays_episodes(
    family, examples, at_root, physai, tmp_path
):
    working = [words for words, line in commands(examples, family, tmp_path) if line is None]
    assert bool(working) != (family in IN_PYTHON_ALONE)
    for words in working:
        done = physai(*words, *(SMALL if words[0] == "run" else ()))
        assert done.code == 0, done.err


@pytest.mark.parametrize("family", MISTAKES)
def test_a_mistake_in_the_file_prints_the_line_of_its_page(
    family, examples, at_root, physai, tmp_path
):
    key, right, wrong = MISTAKES[family]
    file, text = tmp_path / examples.files[family], examples.read(family)
    assert right in text
    file.write_text(text.replace(right, wrong), encoding="utf-8")
    kind = next(k for k in ("Cart", "Tilt", "StopAtLine") if f"class {k}(" in text)
    model = f"{key}.model={file}:{kind}"
    done = physai("run", examples.world, "--set", model, "--out", tmp_path / "out")
    line = next(b.text for b in reversed(examples.blocks(family)) if b.language == "text")
    assert done.code == 2
    assert done.err.replace(f"{tmp_path}/", "").endswith(line)


def test_the_lines_of_the_metric_page_are_the_errors(examples, tmp_path):
    file = tmp_path / "energy.py"
    file.write_text(examples.read("metric").replace("def score(", "def value("), encoding="utf-8")
    lines = []
    for name in ("energi", f"{file}:Energy"):
        with pytest.raises(PhysAIError) as caught:
            registry.find("metrics", name)
        lines.append(str(caught.value).replace(f"{tmp_path}/", ""))
    (shown,) = [b.text for b in examples.blocks("metric") if b.language == "text"]
    assert lines == shown.splitlines()


def test_the_snippet_of_the_metric_page_scores_a_bag(examples, at_root, physai, tmp_path):
    done = physai("run", examples.world, "--out", tmp_path / "out", *SMALL)
    assert done.code == 0, done.err
    snippet = next(b.text for b in examples.blocks("metric") if b.text.startswith("from pathlib"))
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        exec(snippet.replace("out/ramp", str(tmp_path / "out")), {})
    assert "J/kg {'lift_j_per_kg': " in printed.getvalue()


@pytest.mark.parametrize(
    ("family", "printed"),
    [
        ("generator", "generated (6, 48, 64, 3)"),
        ("measure", "fail 16.1 levels of 255, limit 1.3"),
    ],
)
def test_the_snippet_of_a_page_prints_what_it_says(family, printed, examples, at_root, capsys):
    snippet = next(b.text for b in examples.blocks(family) if b.text.startswith("from physai_sim"))
    exec(snippet, {})
    assert capsys.readouterr().out == f"{printed}\n"


def test_the_line_of_the_measure_page_is_the_error(examples, tmp_path):
    file = tmp_path / "flicker.py"
    file.write_text(examples.read("measure").replace("def limit(", "def bound("), encoding="utf-8")
    with pytest.raises(PhysAIError) as caught:
        registry.find("measures", f"{file}:Flicker")
    (shown,) = [b.text for b in examples.blocks("measure") if b.language == "text"]
    assert f"{caught.value}\n".replace(f"{tmp_path}/", "") == shown


def test_the_second_policy_of_its_page_drives_a_car(examples, physai, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    text = next(b.text for b in examples.blocks("policy") if "class Straight" in b.text)
    (tmp_path / "my_policy.py").write_text(text, encoding="utf-8")
    done = physai("run", "lane_curve", "--policy", "my_policy.py:Straight", "--out", "out", *SMALL)
    assert done.code == 0, done.err
    assert (tmp_path / "out" / "report.html").is_file()
