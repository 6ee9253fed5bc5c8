"""Schemas that would end the process, or an answer never, are refused."""

import pytest

from policies.planning.hybrid.serving.refusal import RefusalError
from policies.planning.hybrid.serving.schemas import PARTS, REFERENCES, check

SELF = {"$ref": "#"}


def tree(**changes):
    """A node that holds others: as written, it needs one for ever."""
    node = {"type": "object", "properties": {"of": {"$ref": "#/$defs/node"}}, "required": ["of"]}
    return {"$ref": "#/$defs/node", "$defs": {"node": node | changes}}


@pytest.mark.parametrize(
    "schema",
    [
        {"type": "object", "properties": {"a": SELF}, "required": ["a"]},
        {"type": "array", "items": SELF, "minItems": 1},
        {"type": "array", "prefixItems": [SELF], "minItems": 1},
        {"anyOf": [SELF, {"allOf": [SELF]}]},
        {"oneOf": [{"$ref": "#/$defs/a"}], "$defs": {"a": {"anyOf": [SELF]}}},
        {"type": "object", "required": ["a"], "additionalProperties": SELF},
        tree(),
    ],
)
def test_what_needs_itself_for_ever_is_refused(schema):
    with pytest.raises(RefusalError, match="here: nothing satisfies it"):
        check(schema, where="here")


@pytest.mark.parametrize(
    "schema",
    [
        True,
        {"type": "array", "items": SELF},
        {"type": ["object", "null"], "properties": {"a": SELF}, "required": ["a"]},
        {"properties": {"a": SELF}, "required": ["a"]},
        {"anyOf": [SELF, {"type": "null"}]},
        tree(required=[]),
        tree(type=["object", "null"]),
        tree(properties={"of": {"type": "array", "items": {"$ref": "#/$defs/node"}}}),
        {"$ref": "#/$defs/a~1b", "$defs": {"a/b": {"$ref": "#/$defs/c"}, "c": {"const": 1}}},
        {"$ref": "elsewhere.json"},
        {"$ref": "#/nowhere"},
    ],
)
def test_what_can_end_is_not(schema):
    check(schema, where="here")


@pytest.mark.parametrize(
    "schema",
    [
        3,
        None,
        [],
        '{"type": "null"}',
        {"anyOf": 3},
        {"type": "object", "required": [[]]},
        {"type": "array", "prefixItems": [{}], "minItems": float("inf")},
    ],
)
def test_what_is_no_schema_is_refused(schema):
    with pytest.raises(RefusalError, match="here: not a schema"):
        check(schema, where="here")


def chain(count):
    links = {f"d{i}": {"anyOf": [{"$ref": f"#/$defs/d{i + 1}"}]} for i in range(count)}
    return {"$defs": links | {f"d{count}": {"type": "null"}}, "$ref": "#/$defs/d0"}


def test_the_longest_chain_of_references_that_is_let_in_is_compiled():
    grammar = pytest.importorskip("policies.planning.hybrid.serving.grammar")
    from policies.planning.hybrid.serving.tokenizer import ByteTokenizer

    longest = chain(REFERENCES - 1)
    made = grammar.of_format({"type": "json_schema", "json_schema": {"schema": longest}})
    tokenizer = ByteTokenizer(512)
    held = grammar.GrammarMaker(tokenizer, tokenizer.specials["<|im_end|>"])
    assert held.make(made, where="here").allowed().sum() == 1
    with pytest.raises(RefusalError, match="too many references"):
        check(chain(REFERENCES), where="here")


@pytest.mark.parametrize(
    "schema",
    [
        {"patternProperties": {f"a{n}": {} for n in range(65)}},
        {"anyOf": [{"allOf": [{}] * 17}, {"allOf": [{}] * 17}]},
    ],
)
def test_too_many_expressions_that_hold_together_are_refused(schema):
    with pytest.raises(RefusalError, match=r"too many (patternProperties|allOf)"):
        check(schema, where="here")


def test_references_to_each_other_are_looked_at_so_often_and_no_more():
    names = [f"d{n:03}" for n in range(200)]
    pairs = list(zip(names[1:], names[:-1], strict=True))
    behind = {to: {"anyOf": [{"$ref": f"#/$defs/{name}"}]} for name, to in pairs}
    check({"$defs": behind | {names[-1]: {}}, "$ref": f"#/$defs/{names[0]}"}, where="here")
    before = {name: {"anyOf": [{"$ref": f"#/$defs/{to}"}] * 15} for name, to in pairs}
    with pytest.raises(RefusalError, match="here: too many references"):
        check({"$defs": before | {names[0]: {}}, "$ref": f"#/$defs/{names[-1]}"}, where="here")


def test_a_part_that_is_written_by_itself_must_end_too():
    schema = {"properties": {"a": {"$ref": "#/$defs/n"}}, "$defs": {"n": {"anyOf": [SELF, {}]}}}
    never = {"properties": {"a": {"$ref": "#/properties/a"}}}
    check(schema, where="here", apart=[schema["properties"]["a"]])
    check(never, where="here")
    with pytest.raises(RefusalError, match="for ever"):
        check(never, where="here", apart=[never["properties"]["a"]])


@pytest.mark.parametrize(
    "schema",
    [
        {"type": "object", "properties": {f"p{i}": {} for i in range(PARTS)}},
        {"type": "object", "required": [f"p{i}" for i in range(PARTS)]},
        {"enum": list(range(PARTS))},
    ],
)
def test_too_many_parts_are_refused(schema):
    with pytest.raises(RefusalError, match="too many parts"):
        check(schema, where="here")
