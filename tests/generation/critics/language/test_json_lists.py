import pytest

from physai_sim.core.errors import ConfigError
from physai_sim.generation.critics.language.json_lists import read_list

KEYS = ("a", "b")
LIST = '[{"a": 1, "b": "x"}]'


@pytest.mark.parametrize(
    "text",
    [LIST, f" {LIST}\n", f"```json\n{LIST}\n```", f"```\n{LIST}\n```", f"<think>[]</think>{LIST}"],
)
def test_a_bare_or_fenced_list_is_read(text):
    assert read_list(text, KEYS) == [{"a": 1, "b": "x"}]


def test_an_empty_list_is_a_list():
    assert read_list("[]", KEYS) == []


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "not JSON"),
        ("Here: " + LIST, "not JSON"),
        (LIST + LIST, "not JSON"),
        (LIST[:-3], "not JSON"),
        ('[{"a": NaN, "b": 1}]', "NaN is no number of JSON"),
        ('[{"a": 1, "a": 2, "b": 1}]', "a key is told twice"),
        ("[" * 100_000, "not JSON"),
        ('{"a": 1, "b": 2}', "not a list"),
        ("[1]", "other keys"),
        ('[{"a": 1}]', "other keys"),
        ('[{"a": 1, "b": 2, "c": 3}]', "other keys"),
        ("<think>" + LIST, "the thoughts do not come to an end"),
        (" " * 300_000, "longer than 200000 characters"),
    ],
)
def test_anything_else_is_refused_in_one_line(text, said):
    with pytest.raises(ConfigError, match=said) as refused:
        read_list(text, KEYS)
    assert "\n" not in str(refused.value)
