"""Whatever a random model wants, the grammar gets."""

import json
import re

import numpy as np
import pytest

pytest.importorskip("llguidance", reason="llguidance is missing (make setup-planner)")

from policies.planning.hybrid.serving.call_grammar import of_calls
from policies.planning.hybrid.serving.grammar import GrammarMaker, of_format
from policies.planning.hybrid.serving.refusal import RefusalError
from policies.planning.hybrid.serving.tool_calls import ToolCall, ToolCallParser

SCHEMA = {
    "type": "object",
    "properties": {
        "n": {"type": "integer", "minimum": 0, "maximum": 99},
        "on": {"type": "boolean"},
    },
    "required": ["n", "on"],
    "additionalProperties": False,
}


@pytest.fixture(scope="module")
def maker(tokenizer):
    return GrammarMaker(tokenizer, tokenizer.specials["<|im_end|>"])


def drawn(maker, tokenizer, grammar, seed):
    held, draw = maker.make(grammar, where="here"), np.random.default_rng(seed)
    tokens = []
    while len(tokens) < 2000:
        mask = held.allowed()
        if mask is None:
            break
        allowed = np.flatnonzero(mask)
        # White space without end is JSON too: it is drawn seldom.
        heavy = np.where(np.isin(allowed, [9, 10, 13, 32]), 0.01, 1.0)
        token = int(draw.choice(allowed, p=heavy / heavy.sum()))
        held.accept(token)
        if token in tokenizer.specials.values():
            break
        tokens.append(token)
    return bytes(tokens).decode()


@pytest.mark.parametrize("seed", range(5))
def test_random_tokens_become_what_was_asked(maker, tokenizer, seed):
    form = {"type": "json_schema", "json_schema": {"schema": SCHEMA}}
    value = json.loads(drawn(maker, tokenizer, of_format(form), seed))
    assert set(value) == {"n", "on"}
    assert 0 <= value["n"] <= 99
    text = drawn(maker, tokenizer, of_format({"type": "regex", "regex": "[ab]{3}c"}), seed)
    assert re.fullmatch("[ab]{3}c", text)
    assert (
        drawn(maker, tokenizer, of_format({"type": "lark", "lark": 'start: "hi"'}), seed) == "hi"
    )
    call = drawn(
        maker, tokenizer, of_calls([{"function": {"name": "go", "parameters": SCHEMA}}]), seed
    )
    (piece,) = ToolCallParser({"go": SCHEMA}).feed(call)
    assert isinstance(piece, ToolCall)


@pytest.mark.parametrize(
    "form",
    [
        {
            "type": "json_schema",
            "json_schema": {"schema": {"type": "integer", "minimum": 2, "maximum": 1}},
        },
        {"type": "json_schema"},
        {"type": "regex", "regex": "("},
        {"type": "regex", "regex": None},
        {"type": "lark", "lark": ["start: x"]},
        {"type": "lark", "lark": "start: nowhere"},
        {"type": "poem"},
    ],
)
def test_what_cannot_be_met_is_refused_in_one_line(maker, form):
    with pytest.raises(RefusalError) as caught:
        maker.make(of_format(form), where="response_format")
    assert "\n" not in str(caught.value)


def test_before_the_end_of_reasoning_all_is_allowed(maker, tokenizer):
    close = tokenizer.specials["</think>"]
    held = maker.make(of_format({"type": "regex", "regex": "a"}), where="x", after=close)
    assert held.allowed() is None
    held.accept(65)
    held.accept(close)
    assert np.flatnonzero(held.allowed()).tolist() == [ord("a")]
    assert of_format({"type": "text"}) is None


SMALL = {"type": "object", "properties": {"a": {"type": "boolean"}}, "required": ["a"]}
CLOSED = SMALL | {"additionalProperties": False}


@pytest.mark.parametrize(
    ("grammar", "text"),
    [
        (of_format({"type": "json_schema", "json_schema": {"schema": CLOSED}}), '{"a": true}'),
        (of_format({"type": "regex", "regex": "ab"}), "ab"),
        (of_format({"type": "lark", "lark": 'start: "hi"'}), "hi"),
        (
            of_calls([{"function": {"name": "go", "parameters": CLOSED}}]),
            "<tool_call>\n<function=go>\n<parameter=a>\ntrue\n</parameter>\n"
            "</function>\n</tool_call>",
        ),
    ],
    ids=["schema", "regex", "lark", "call"],
)
def test_after_what_is_complete_only_the_end_may_follow(maker, tokenizer, grammar, text):
    held = maker.make(grammar, where="here")
    for token in tokenizer.encode(text):
        assert held.allowed()[token]
        held.accept(token)
    stop = tokenizer.specials["<|im_end|>"]
    assert np.flatnonzero(held.allowed()).tolist() == [stop]
    held.accept(stop)
    assert np.flatnonzero(held.allowed()).tolist() == [stop]


@pytest.mark.parametrize(
    "schema",
    [
        False,
        {"enum": []},
        {"type": "string", "minLength": 3, "maxLength": 2},
        {"type": "string", "pattern": "^a{5}$", "maxLength": 2},
        {"type": "array", "minItems": 1, "items": False},
        {"allOf": [{"type": "string"}, {"type": "integer"}]},
        {**CLOSED, "properties": {}},
        {**CLOSED, "properties": {"a": {"type": "integer", "minimum": 2, "maximum": 1}}},
    ],
)
def test_a_schema_that_nothing_satisfies_is_refused_before_the_answer(maker, schema):
    form = {"type": "json_schema", "json_schema": {"schema": schema}}
    with pytest.raises(RefusalError, match="response_format") as caught:
        maker.make(of_format(form), where="response_format")
    assert caught.value.status == 400


NEEDS_ITSELF = {
    "type": "object",
    "properties": {"a": {"$ref": "#/$defs/n"}},
    "$defs": {"n": {"anyOf": [{"$ref": "#/$defs/n"}]}},
}


def test_a_call_whose_argument_never_ends_is_refused():
    with pytest.raises(RefusalError, match="tool_choice: nothing satisfies it"):
        of_calls([{"function": {"name": "go", "parameters": NEEDS_ITSELF}}])


@pytest.mark.parametrize("count", [1000, 20_000])
def test_a_grammar_of_too_many_rules_is_refused_before_it_is_compiled(count):
    rules = "\n".join(f"r{i}: r{i + 1}" for i in range(count))
    with pytest.raises(RefusalError, match="too long"):
        of_format({"type": "lark", "lark": f'start: r0\n{rules}\nr{count}: "a"'})


def test_a_grammar_that_becomes_too_ambiguous_ends_with_an_error_and_not_as_if_it_were_met(maker):
    held = maker.make(of_format({"type": "lark", "lark": 'start: s\ns: s s | "a"'}), where="here")

    def go_on():
        for _ in range(2000):
            held.allowed()
            held.accept(ord("a"))

    with pytest.raises(ValueError, match="row has"):
        go_on()


def test_what_a_grammar_does_not_take_is_an_error(maker):
    held = maker.make(of_format({"type": "regex", "regex": "ab"}), where="here")
    with pytest.raises(ValueError, match="does not take"):
        held.accept(ord("x"))
    with pytest.raises(ValueError, match="satisfy"):
        held.allowed()


@pytest.mark.parametrize("sign", ["&", "~"])
def test_terminals_that_would_multiply_are_refused_before_they_are_compiled(sign):
    parts = f" {sign} ".join(f"/.*a{{{n}}},.*/" for n in range(1, 60))
    with pytest.raises(RefusalError, match=f"too many {sign}"):
        of_format({"type": "lark", "lark": f"start: X\nX: {parts}"})


def test_choices_that_are_told_apart_by_a_default_are_taken(maker):
    each = [{"type": "object", "properties": {"k": {"const": c, "default": c}}} for c in "ab"]
    form = {"type": "json_schema", "json_schema": {"schema": {"oneOf": each}}}
    assert maker.make(of_format(form), where="here").allowed().sum() == 1


def test_so_is_a_long_chain_of_references_in_one(maker):
    links = {f"d{i}": {"$ref": f"#/$defs/d{i + 1}"} for i in range(20_000)}
    schema = json.dumps({"$defs": links, "$ref": "#/$defs/d0"})
    with pytest.raises(RefusalError, match="too long"):
        of_format({"type": "lark", "lark": f"start: %json {schema}"})
