"""Bodies of requests."""

import json

import pytest

pytest.importorskip("pydantic", reason="pydantic is missing")

from policies.planning.hybrid.serving.protocol import parse
from policies.planning.hybrid.serving.refusal import RefusalError

ASK = {"model": "m", "messages": [{"role": "user", "content": "hi"}]}


def body(**changes):
    return json.dumps(ASK | changes).encode()


def test_characters_written_as_two_escapes_are_text():
    raw = body().replace(b'"hi"', rb'"\ud83d\ude00"')
    assert parse(raw).messages[0].content == "\N{GRINNING FACE}"


def test_keys_that_change_nothing_are_ignored():
    assert parse(body(user="me", stop="x")).stops == ("x",)


def test_what_answers_hold_may_come_back_and_null_is_what_is_not_told():
    said = {"role": "assistant", "content": "x", "refusal": None, "annotations": [], "audio": None}
    found = parse(body(messages=[said], temperature=None, tools=None, stream=None))
    assert found.temperature == 1.0
    assert found.tools == []


def test_calls_of_answers_may_come_back_as_clients_keep_them():
    function = {"name": "go", "arguments": "{}", "parsed_arguments": {}}
    call = {"id": "1", "index": 0, "type": "function", "function": function}
    said = {"role": "assistant", "content": None, "parsed": None, "tool_calls": [call]}
    (found,) = parse(body(messages=[said])).messages[0].tool_calls
    assert found.function.name == "go"


def test_text_is_no_format_to_be_held_to():
    assert parse(body(response_format={"type": "text"})).form is None
    assert not parse(body(response_format={"type": "text"})).is_held
    assert parse(body(response_format={"type": "json_object"})).is_held


@pytest.mark.parametrize(
    "schema",
    [
        {"$ref": "#/$defs/a", "$defs": {"a": {"properties": [1]}}},
        {"$ref": "#/$defs/a", "$defs": {"a": {"required": 5}}},
        {"allOf": [{"properties": "abc"}]},
        {
            "$ref": "#/$defs/d0",
            "$defs": {f"d{n}": {"$ref": f"#/$defs/d{n + 1}"} for n in range(3000)},
        },
    ],
)
def test_parameters_that_are_no_schema_are_refused(schema):
    tool = {"type": "function", "function": {"name": "go", "parameters": schema}}
    with pytest.raises(RefusalError, match="parameters"):
        parse(body(tools=[tool]))


def test_options_that_change_nothing_are_let_in_and_others_are_not():
    neutral = {"frequency_penalty": 0.0, "presence_penalty": 0, "logit_bias": {}}
    assert parse(body(**neutral, top_logprobs=0, modalities=["text"])).n == 1
    for wrong in ({"frequency_penalty": 0.5}, {"logit_bias": {"5": 1}}, {"top_logprobs": 2}):
        with pytest.raises(RefusalError, match=next(iter(wrong))):
            parse(body(**wrong))


def test_an_unknown_key_of_a_message_is_refused():
    with pytest.raises(RefusalError, match="contnet"):
        parse(body(messages=[{"role": "user", "contnet": "hi"}]))


@pytest.mark.parametrize("name", ["a b", "a>", "", "a\n"])
def test_a_name_that_no_call_can_hold_is_refused(name):
    for schema in ({"properties": {name: {}}}, {"required": [name]}):
        tool = {"type": "function", "function": {"name": "go", "parameters": schema}}
        with pytest.raises(RefusalError, match="a call cannot name"):
            parse(body(tools=[tool]))


@pytest.mark.parametrize(
    "changes",
    [
        {"n": 2},
        {"temperature": 2.5},
        {"top_k": 2**31},
        {"deadline_ms": 10**400},
        {"messages": []},
        {"top_p": 0},
        {"mystery": 1},
        {"logprobs": True},
        {"max_tokens": 0},
        {"stop": ["a"] * 5},
        {"seed": -1},
    ],
)
def test_a_wrong_key_is_named(changes):
    with pytest.raises(RefusalError) as caught:
        parse(body(**changes))
    assert next(iter(changes)) in str(caught.value)


@pytest.mark.parametrize("raw", [b"", b"[1]", b"\xff", b"[" * 100_000, b'{"model": "\\ud800"}'])
def test_what_is_no_object_is_refused(raw):
    with pytest.raises(RefusalError, match="body"):
        parse(raw)
