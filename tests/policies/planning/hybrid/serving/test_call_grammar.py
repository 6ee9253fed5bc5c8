"""What a random model writes under the grammar of a call is a call, with values of its schema."""

import json
import re

import numpy as np
import pytest

pytest.importorskip("llguidance", reason="llguidance is missing (make setup-planner)")

from policies.planning.hybrid.serving.call_grammar import of_calls
from policies.planning.hybrid.serving.grammar import GrammarMaker
from policies.planning.hybrid.serving.refusal import RefusalError
from policies.planning.hybrid.serving.tool_calls import ToolCall, ToolCallParser

DEFINED = {
    "c": {"type": "string", "enum": ["red", "blue"]},
    "int": {"type": "integer"},
    "point": {
        "type": "object",
        "properties": {"x": {"type": "boolean"}},
        "required": ["x"],
        "additionalProperties": False,
    },
    "node": {
        "type": "object",
        "properties": {
            "kids": {"type": "array", "maxItems": 1, "items": {"$ref": "#/$defs/node"}}
        },
        "required": ["kids"],
        "additionalProperties": False,
    },
    "Foo[int]": {"const": 7},
}


def _is_text(value):
    return isinstance(value, str)


CASES = {
    "text": ({"type": "string"}, _is_text),
    "a reference to listed texts": ({"$ref": "#/$defs/c"}, {"red", "blue"}.__contains__),
    "listed texts": ({"enum": ["red", "a b"]}, {"red", "a b"}.__contains__),
    "listed values of many types": (
        {"enum": ["a", 1, True, None]},
        ["a", 1, True, None].__contains__,
    ),
    "listed objects": ({"enum": [{"a": 1}, [1, 2]]}, [{"a": 1}, [1, 2]].__contains__),
    "a whole number with a point": ({"const": 1.0}, (1.0).__eq__),
    "models told apart by a default": (
        {
            "oneOf": [
                {"type": "object", "properties": {"kind": {"const": k, "default": k}}}
                for k in ("a", "b")
            ],
            "discriminator": {"propertyName": "kind"},
        },
        lambda v: v.get("kind", "a") in ("a", "b"),
    ),
    "one text": ({"const": "x"}, "x".__eq__),
    "one number": ({"const": 2.5}, (2.5).__eq__),
    "text or nothing": ({"type": ["string", "null"]}, lambda v: v is None or _is_text(v)),
    "a choice": (
        {"anyOf": [{"type": "integer"}, {"$ref": "#/$defs/c"}]},
        lambda v: isinstance(v, int) or v in ("red", "blue"),
    ),
    "all of one": ({"allOf": [{"$ref": "#/$defs/c"}]}, {"red", "blue"}.__contains__),
    "a short text": (
        {"type": "string", "minLength": 2, "maxLength": 4},
        lambda v: 2 <= len(v) <= 4,
    ),
    "a pattern": (
        {"type": "string", "pattern": "^[a-c]/[0-9]+$"},
        re.compile(r"[a-c]/[0-9]+").fullmatch,
    ),
    "a pattern anywhere": (
        {"type": "string", "pattern": "x[yz]", "maxLength": 6},
        lambda v: re.search("x[yz]", v) and len(v) <= 6,
    ),
    "a pattern from elsewhere": (
        {"type": "string", "pattern": "^https?:\\/\\/x$|^y+$"},
        re.compile("https?://x|y+").fullmatch,
    ),
    "all of two texts": (
        {"allOf": [{"type": "string", "minLength": 2.0}, {"maxLength": 3}]},
        lambda v: 2 <= len(v) <= 3,
    ),
    "all of two objects": (
        {
            "allOf": [
                {"type": "object", "properties": {"a": {"const": 1}}, "required": ["a"]},
                {"type": "object", "properties": {"b": {"const": 2}}, "required": ["b"]},
            ]
        },
        lambda v: (v["a"], v["b"]) == (1, 2),
    ),
    "a number": ({"type": "integer", "minimum": 3, "maximum": 5}, {3, 4, 5}.__contains__),
    "an object": (
        {"type": "object", "properties": {"n": {"type": "boolean"}}, "required": ["n"]},
        lambda v: isinstance(v["n"], bool),
    ),
    "anything": ({}, _is_text),
    "a reference and more": (
        {"allOf": [{"$ref": "#/$defs/int"}, {"minimum": 2}, {"maximum": 3}]},
        {2, 3}.__contains__,
    ),
    "an optional model": (
        {"anyOf": [{"$ref": "#/$defs/point"}, {"type": "null"}], "default": None},
        lambda v: v is None or set(v) == {"x"},
    ),
    "a model that holds itself": ({"$ref": "#/$defs/node"}, lambda v: isinstance(v["kids"], list)),
    "the tool's own": (
        {"type": "array", "maxItems": 2, "items": {"$ref": "#/$defs/int"}},
        list.__instancecheck__,
    ),
    "what another argument is": ({"$ref": "#/properties/first"}, lambda v: isinstance(v, bool)),
    "a name that no reference can hold": ({"$ref": "#/$defs/Foo[int]"}, lambda v: v == 7),
    "a list of its texts by type": ({"type": "string", "enum": ["a", 1]}, "a".__eq__),
}


def _tool(schema, name="go"):
    names = {"to": schema, "first": {"type": "boolean"}}
    of = {"type": "object", "properties": names, "required": ["to"], "$defs": DEFINED}
    return {"function": {"name": name, "parameters": of}}


@pytest.fixture(scope="module")
def maker(tokenizer):
    return GrammarMaker(tokenizer, tokenizer.specials["<|im_end|>"])


def _drawn(maker, tokenizer, grammar, seed):
    held, draw, tokens = maker.make(grammar, where="here"), np.random.default_rng(seed), []
    while len(tokens) < 3000:
        allowed = np.flatnonzero(held.allowed())
        # Letters and white space without end are values too: what ends one is drawn more often.
        heavy = np.where(np.isin(allowed, [9, 10, 13, 32]), 0.02, 1.0)
        heavy = np.where(np.isin(allowed, [ord("<"), ord("}"), ord('"')]), 40.0, heavy)
        if held.allowed()[ord("#")]:  # in a text, which ends with a line
            heavy = np.where(allowed == 10, 20.0, heavy)
        token = int(draw.choice(allowed, p=heavy / heavy.sum()))
        held.accept(token)
        if token in tokenizer.specials.values():
            return bytes(tokens).decode(errors="replace")
        tokens.append(token)
    raise AssertionError("no end in 3000 tokens")


def test_bounds_of_one_text_that_would_multiply_are_refused():
    bounds = [{"pattern": f"a{{{n}}}"} for n in range(1, 9)]
    with pytest.raises(RefusalError, match="too many bounds of one text"):
        of_calls([_tool({"type": "string", "allOf": bounds})])


@pytest.mark.parametrize("case", CASES)
def test_it_is_read_back_as_a_call_with_a_value_of_its_schema(maker, tokenizer, case):
    schema, fits = CASES[case]
    tool = _tool(schema)
    for seed in range(4):
        parser = ToolCallParser({"go": tool["function"]["parameters"]})
        text = _drawn(maker, tokenizer, of_calls([tool]), seed)
        pieces = [*parser.feed(text), *parser.finish()]
        assert [type(piece) for piece in pieces] == [ToolCall], text
        assert fits(json.loads(pieces[0].arguments)["to"]), text


def test_one_of_some_tools_is_called(maker, tokenizer):
    grammar = of_calls([_tool({"const": 1}, "one"), _tool({"const": 2}, "two")])
    said = {_drawn(maker, tokenizer, grammar, seed) for seed in range(12)}
    assert {re.search("function=(\\w+)", text)[1] for text in said} == {"one", "two"}


@pytest.mark.parametrize(
    "root",
    [
        {"$ref": "#/$defs/A"},
        {"allOf": [{"$ref": "#/$defs/A"}, {"properties": {"y": {"const": 2}}, "required": ["y"]}]},
        {"$ref": "#/$defs/A", "required": ["y"], "properties": {"y": {"const": 2}}},
        {"anyOf": [{"$ref": "#/$defs/A"}, {"$ref": "#/$defs/B"}]},
    ],
    ids=["reference", "all of", "reference and more", "choice"],
)
def test_parameters_that_are_put_together(maker, tokenizer, root):
    made = {
        "A": {"type": "object", "properties": {"x": {"type": "integer"}}, "required": ["x"]},
        "B": {"type": "object", "properties": {"z": {"const": "z"}}, "required": ["z"]},
    }
    whole = root | {"$defs": made}
    parser = ToolCallParser({"go": whole})
    tool = {"function": {"name": "go", "parameters": whole}}
    for seed in range(6):
        text = _drawn(maker, tokenizer, of_calls([tool]), seed)
        (call,) = [*parser.feed(text), *parser.finish()]
        assert isinstance(call, ToolCall), call
        given = json.loads(call.arguments)
        assert isinstance(given.get("x", 0), int)
        assert {"x", "z"} & set(given)
        assert ("y" in given) == ('"y"' in json.dumps(root))


def test_what_is_required_without_a_schema_is_given(maker, tokenizer):
    tool = {"function": {"name": "go", "parameters": {"required": ["a"]}}}
    assert "<parameter=a>" in _drawn(maker, tokenizer, of_calls([tool]), 0)


def test_a_schema_that_is_too_large_is_refused():
    with pytest.raises(RefusalError, match="tool_choice: too many parts"):
        of_calls([_tool({"enum": list(range(9000))})])
