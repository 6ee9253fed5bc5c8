"""Calls in text, in pieces of any size."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policies.planning.hybrid.serving.tool_calls import BrokenCall, ToolCall, ToolCallParser

SCHEMAS = {
    "go": {
        "properties": {
            "n": {"type": "integer"},
            "on": {"type": "boolean"},
            "box": {"type": "object"},
            "say": {"type": "string"},
        },
        "required": ["n"],
    }
}


def written(values, name="go"):
    inner = "".join(f"<parameter={k}>\n{v}\n</parameter>\n" for k, v in values.items())
    return f"<tool_call>\n<function={name}>\n{inner}</function>\n</tool_call>"


def read(text, cut=1):
    parser = ToolCallParser(SCHEMAS)
    pieces = []
    for at in range(0, len(text), cut):
        pieces += parser.feed(text[at : at + cut])
    return [*pieces, *parser.finish()]


@settings(max_examples=30, deadline=None)
@given(
    cut=st.integers(1, 40),
    say=st.text(alphabet="ab \n<>/=é", max_size=30),
    box=st.dictionaries(st.text("k<", max_size=3), st.integers(), max_size=3),
)
def test_values_come_back_whole_however_the_text_is_cut(cut, say, box):
    values = {"n": 3, "on": "true", "box": json.dumps(box), "say": say}
    pieces = read(f"well {written(values)} so", cut)
    calls = [piece for piece in pieces if isinstance(piece, ToolCall)]
    assert json.loads(calls[0].arguments) == {"n": 3, "on": True, "box": box, "say": say}
    assert "".join(p for p in pieces if isinstance(p, str)) == "well  so"


@pytest.mark.parametrize(
    "say", ["a </parameter> b", "<function=x>", "<tool_call>", "</tool_call>"]
)
def test_texts_may_hold_tags(say):
    (call,) = read(written({"n": 1, "say": say}))
    assert json.loads(call.arguments)["say"] == say


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (written({"n": "three"}), "type"),
        (written({"on": "true"}), "missing n"),
        (written({"n": 1}, "fly"), "unknown tool"),
        ("<tool_call>\nnothing\n</tool_call>", "no function"),
        ("<tool_call>\n<function=go>\n<parameter=n>", "not closed"),
    ],
)
def test_a_broken_call_is_named_and_its_text_kept(text, why):
    (broken,) = read(text)
    assert isinstance(broken, BrokenCall)
    assert broken.text == text
    assert why in broken.why
