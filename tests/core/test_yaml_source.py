import os
from pathlib import Path

import pytest

from physai_sim.core.errors import ConfigError
from physai_sim.core.yaml_source import MAX_BYTES, YamlSource, parse_yaml, read_yaml

TEXT = """\
top: 1
inner:
  leaf: {flow: 2}
  rows:
    - a
    - b: 3
"""


def refusal(text):
    with pytest.raises(ConfigError) as caught:
        parse_yaml(text, name="w.yaml")
    assert len(str(caught.value).splitlines()) == 1
    return str(caught.value)


@pytest.mark.parametrize(
    ("path", "shown"),
    [
        ((), "w.yaml"),
        (("top",), "w.yaml:1: top"),
        (("inner", "leaf", "flow"), "w.yaml:3: inner.leaf.flow"),
        (("inner", "rows", 1, "b"), "w.yaml:6: inner.rows.1.b"),
        (("inner", "leaf", "absent"), "w.yaml:3: inner.leaf.absent"),
        (("absent",), "w.yaml: absent"),
    ],
)
def test_every_key_knows_its_line_and_an_absent_one_that_of_its_parent(path, shown):
    assert parse_yaml(TEXT, name="w.yaml").where(path) == shown


def test_what_was_changed_since_is_noted_after_the_line():
    source = YamlSource("w.yaml", {"a": 1}, {("a",): 4}, " with --set a=1")
    assert source.where(("a",)) == "w.yaml:4 with --set a=1: a"


def test_a_key_given_twice_is_refused_with_the_line_of_the_second():
    assert refusal("a: 1\nb: 2\na: 3\n") == "w.yaml:3: key given twice, got 'a'"
    assert refusal("x:\n  {a: 1, a: 3}\n").startswith("w.yaml:2: key given twice")


@pytest.mark.parametrize("text", ["", "# only a remark\n", "---\n", "null"])
def test_an_empty_file_is_called_empty(text):
    assert refusal(text) == "w.yaml: empty file; expected a mapping of keys"


@pytest.mark.parametrize("text", ["[1, 2]", "- a", "5", "word"])
def test_anything_but_a_mapping_is_refused(text):
    assert "wrong content, got" in refusal(text)


def test_bad_syntax_is_refused_with_its_line():
    assert refusal("a: 1\nb: [1]]\nc: 2\n").startswith("w.yaml:2: not YAML:")
    assert refusal("a: 1\n\tb: 2\n").startswith("w.yaml:2: not YAML:")
    assert "another document" in refusal("a: 1\n---\nb: 2\n")


@pytest.mark.parametrize("text", ["a: !!python/object:os.system {}", "a: !mine 3"])
def test_tags_that_would_run_code_are_refused(text):
    assert "not YAML: could not determine a constructor" in refusal(text)


@pytest.mark.parametrize(
    "text",
    [
        *("a: 2020-13-45", "a: 0x_", "a: 0b_", "a: !!int x", "a: !!float x", 'a: !!int ""'),
        *("a: !!timestamp x", "a: !!bool x", "a: !!binary x", "? [1]\n: 2", "\x00"),
    ],
)
def test_values_on_which_the_library_stumbles_are_refused_too(text):
    assert "not YAML" in refusal(text)


@pytest.mark.parametrize("text", ["[" * 5000, "{a: " * 5000, "- " * 5000, "a: &x [*x]"])
def test_nesting_without_end_is_refused(text):
    assert refusal(text) == "w.yaml: not YAML: nested too deeply"


def test_a_small_file_that_means_a_million_values_is_refused():
    lines = ["v0: &v0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"v{i}: &v{i} [{', '.join([f'*v{i - 1}'] * 10)}]" for i in range(1, 8)]
    assert "too many values" in refusal("\n".join(lines))


def test_a_binary_file_is_refused_by_name(tmp_path):
    path = tmp_path / "bytes.yaml"
    path.write_bytes(b"\xff\xfe\x00a\x80")
    with pytest.raises(ConfigError, match=r"^bytes\.yaml: not a text file; expected YAML"):
        read_yaml(path)


def test_a_file_that_is_too_large_is_not_read(tmp_path):
    path = tmp_path / "large.yaml"
    path.write_text("a: " + "x" * MAX_BYTES)
    with pytest.raises(ConfigError, match=r"^large\.yaml: file too large"):
        read_yaml(path)


def test_a_file_that_cannot_be_opened_is_named(tmp_path):
    for path in (tmp_path, tmp_path / "absent.yaml"):
        with pytest.raises(ConfigError, match="cannot be read: "):
            read_yaml(path)


def test_a_pipe_or_a_device_is_not_waited_for(tmp_path):
    os.mkfifo(tmp_path / "pipe.yaml")
    for path in (tmp_path / "pipe.yaml", Path("/dev/zero")):
        with pytest.raises(ConfigError, match="no file"):
            read_yaml(path)


def test_a_good_file_is_read_with_its_name(tmp_path):
    path = tmp_path / "good.yaml"
    path.write_text(TEXT)
    source = read_yaml(path)
    assert source.name == "good.yaml"
    assert source.data["inner"]["rows"] == ["a", {"b": 3}]
