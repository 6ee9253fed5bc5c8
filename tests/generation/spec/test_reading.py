"""Samples from files: every format, paths beside the file, unique names, errors with lines."""

import json
import re
from pathlib import Path

import pytest
import yaml

from physai_sim.core.config import load_world
from physai_sim.core.errors import ConfigError
from physai_sim.generation.spec.reading import as_data, prompt_of, read_specs, write_specs
from physai_sim.generation.spec.sample import SampleSpec

ONE = {"name": "one", "seed": 4, "edge": {"weight": 0.5}, "physai": {"streams": ["depth"]}}
TWO = {"name": "two", "prompt": "A car."}


@pytest.fixture
def write(tmp_path):
    def save(name, text):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text if isinstance(text, str) else json.dumps(text))
        return path

    return save


def test_every_format_gives_the_same(write):
    lines = "\n".join(json.dumps(one) for one in (ONE, TWO))
    files = [
        write("a.jsonl", f"{lines}\n\n"),
        write("a.json", [ONE, TWO]),
        write("a.yaml", yaml.safe_dump([ONE, TWO])),
    ]
    found = [read_specs([path]) for path in files]
    assert found[0] == found[1] == found[2]
    assert [spec.name for spec in found[0]] == ["one", "two"]


def test_files_and_patterns_are_read_in_order(write, tmp_path):
    for name in ("b", "a", "c"):
        write(f"specs/{name}.json", {"name": name})
    assert [s.name for s in read_specs([tmp_path / "specs/*.json"])] == ["a", "b", "c"]
    with pytest.raises(ConfigError, match="no file fits this pattern"):
        read_specs([tmp_path / "specs/*.yaml"])


def test_paths_are_those_beside_the_file(write, tmp_path):
    write("specs/p.txt", "A cube falls.\n")
    (tmp_path / "specs/bag").mkdir()
    data = {
        "name": "a",
        "prompt_path": "p.txt",
        "depth": {"control_path": "../d.mp4"},
        "physai": {"source": "bag"},
    }
    (spec,) = read_specs([write("specs/a.json", data)])
    assert prompt_of(spec) == "A cube falls."
    assert spec.depth.control_path == str(tmp_path / "specs" / "../d.mp4")
    assert spec.physai.source == str(tmp_path / "specs/bag")


def test_a_world_is_no_path(write):
    (spec,) = read_specs([write("a.json", {"name": "a", "physai": {"source": "reach:3"}})])
    assert spec.physai.source == "reach:3"


def test_what_is_written_loads_again(write, tmp_path):
    specs = read_specs([write("a.jsonl", "\n".join(json.dumps(one) for one in (ONE, TWO)))])
    write_specs(tmp_path / "again.jsonl", specs)
    assert read_specs([tmp_path / "again.jsonl"]) == specs
    (again,) = read_specs([write("args.json", as_data(specs[0]))])
    assert again == specs[0]


def test_lines_of_errors(write):
    text = '{\n  "name": "a",\n  "edge": {\n    "weight": 2.0\n  }\n}'
    with pytest.raises(ConfigError, match=r"a\.json:4: edge\.weight"):
        read_specs([write("a.json", text)])
    with pytest.raises(ConfigError, match=r"b\.jsonl:2: seed"):
        read_specs([write("b.jsonl", '{"name": "a"}\n{"name": "b", "seed": -1}\n')])
    with pytest.raises(ConfigError, match=r"c\.yaml:3: samples\.1\.sed: unknown key"):
        read_specs([write("c.yaml", "- {name: a}\n- name: b\n  sed: 1\n")])


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [
        ("a.json", "", "not JSON"),
        ("a.json", '{"name": "a",', "not JSON.*line 1"),
        ("a.json", '{"name": "a", "name": "b"}', "'name' is given twice"),
        ("a.json", "null", "empty file"),
        ("a.json", "[1]", "expected the keys of a sample"),
        ("a.yaml", "name: [", "not YAML"),
        ("a.json", "[]", r"a\.json: no sample is in this file"),
        ("a.jsonl", "\n", r"a\.jsonl: no sample is in this file"),
        ("a.yaml", "", "empty file"),
        ("a.jsonl", "[]", "a mapping of keys"),
        ("a.jsonl", '{"name": "a"}\n{"name"', r"a\.jsonl:2: not JSON"),
        ("a.txt", "{}", "no file of samples"),
        ("a.json", '{"name": "a", "vision_path": "https://a/b.mp4"}', "no address"),
    ],
)
def test_what_is_no_file_of_samples_is_refused(name, text, told, write):
    with pytest.raises(ConfigError, match=told):
        read_specs([write(name, text)])


def test_a_file_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(ConfigError, match="no such file"):
        read_specs([tmp_path / "none.json"])


def test_a_name_that_is_given_twice_is_refused_with_both_places(write):
    files = [write("a.json", {"name": "x"}), write("b.json", {"name": "x"})]
    with pytest.raises(ConfigError, match=r"b\.json:1: name: two samples.*at a\.json:1: name"):
        read_specs(files)


def test_the_file_in_the_documents_is_one(write):
    text = (Path(__file__).parents[3] / "docs" / "generate.md").read_text(encoding="utf-8")
    specs = read_specs([write("a.json", re.search(r"```json\n(.*?)```", text, re.S)[1])])
    kinds = [spec.expansion(load_world("reach")).kind for spec in specs]
    assert kinds == ["appearance", "physics", "physics"]


def test_a_prompt_that_is_missing_is_none(write):
    assert prompt_of(SampleSpec(name="a")) is None
    assert prompt_of(SampleSpec(name="a", prompt="A car.")) == "A car."
    (spec,) = read_specs([write("a.json", {"name": "a", "prompt_path": "none.txt"})])
    with pytest.raises(ConfigError, match="no such file"):
        prompt_of(spec)
