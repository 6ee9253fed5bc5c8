"""Requests for the engine."""

import copy
import json
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

pytest.importorskip("llguidance", reason="llguidance is missing (make setup-planner)")

from physai_sim.core.errors import CheckpointError
from policies.planning.hybrid.serving.limits import Limits
from policies.planning.hybrid.serving.prepare import Preparer
from policies.planning.hybrid.serving.protocol import ChatRequest, parse
from policies.planning.hybrid.serving.refusal import RefusalError

TOOL = {"type": "function", "function": {"name": "go", "parameters": {"type": "object"}}}


def asked(**changes):
    whole = {"model": "m", "messages": [{"role": "user", "content": "hi"}]} | changes
    return ChatRequest.model_validate(whole)


def test_the_same_seed_is_handed_on_and_thinking_is_bounded(tokenizer):
    request, _ = Preparer(tokenizer, Limits()).prepare(asked(seed=7, max_tokens=9))
    assert request.sampling.seed == 7
    assert request.max_new == 9
    assert len(request.constraints) == 1


@pytest.mark.parametrize(
    "changes",
    [
        {"messages": [{"role": "user", "content": "x" * 100}]},
        {"tool_choice": "required"},
        {"tools": [TOOL], "tool_choice": {"type": "function", "function": {"name": "fly"}}},
        {"tools": [TOOL], "tool_choice": "required", "response_format": {"type": "json_object"}},
        {"tools": [TOOL, TOOL]},
    ],
)
def test_what_cannot_be_done_is_refused(tokenizer, changes):
    with pytest.raises(RefusalError):
        Preparer(tokenizer, Limits(prompt_tokens=90)).prepare(asked(**changes))


def test_an_answer_has_the_room_that_its_prompt_leaves(tokenizer):
    prepare = Preparer(tokenizer, Limits(context_tokens=60, new_tokens=50)).prepare
    request, _ = prepare(asked())
    assert request.max_new == 60 - len(request.tokens)
    for changes in ({"max_tokens": request.max_new + 1}, {"max_tokens": 51}):
        with pytest.raises(RefusalError, match="max_tokens: too many tokens"):
            prepare(asked(**changes))
    with pytest.raises(RefusalError, match="messages: too many tokens") as caught:
        prepare(asked(messages=[{"role": "user", "content": "x" * 60}]))
    assert caught.value.body["error"]["code"] == "context_length_exceeded"


def test_special_tokens_that_a_tokenizer_lacks_are_named_at_once():
    class Bare:
        size, specials = 300, {"<think>": 256}

    with pytest.raises(CheckpointError) as caught:
        Preparer(Bare(), Limits())
    for name in ("<|im_start|>", "<|im_end|>", "</think>"):
        assert name in str(caught.value)


def test_ends_of_turns_are_named(tokenizer):
    turns = [{"role": role, "content": "hi"} for role in ("user", "assistant", "user")]
    request, _ = Preparer(tokenizer, Limits()).prepare(asked(messages=turns))
    start = tokenizer.specials["<|im_start|>"]
    assert [request.tokens[end] for end in request.turn_ends] == [start, start]
    first, _ = Preparer(tokenizer, Limits()).prepare(asked(messages=turns[:1]))
    (end,) = first.turn_ends
    assert end == request.turn_ends[0]
    assert first.tokens[:end] == request.tokens[:end]


def test_a_deadline_counts_from_when_the_request_came(tokenizer):
    prepare = Preparer(tokenizer, Limits()).prepare
    now, close = time.monotonic(), tokenizer.specials["</think>"]
    for since, is_late in ((now - 10.0, True), (None, False)):
        (held,) = prepare(asked(deadline_ms=9_000), since)[0].constraints
        assert held.allowed()[close]
        assert (held.allowed().sum() == 1) == is_late


WHOLE = {
    "messages": [
        {"role": "system", "content": "s"},
        {"role": "user", "content": [{"type": "text", "text": "hi"}]},
        {
            "role": "assistant",
            "reasoning_content": "r",
            "tool_calls": [{"id": "c", "function": {"name": "go", "arguments": '{"n": 3}'}}],
        },
        {"role": "tool", "tool_call_id": "c", "content": "ok"},
    ],
    "tools": [
        {
            "type": "function",
            "function": {
                "name": "go",
                "parameters": {
                    "type": "object",
                    "properties": {"n": {"type": "integer"}, "e": {"enum": ["a", "b"]}},
                    "required": ["n"],
                },
            },
        }
    ],
    "tool_choice": {"type": "function", "function": {"name": "go"}},
}
FORM = {
    "messages": [{"role": "user", "content": "hi"}],
    "response_format": {
        "type": "json_schema",
        "json_schema": {"schema": {"type": "object", "properties": {"a": {"type": "string"}}}},
    },
}
ODD = [None, True, 0, -1, 1.5, "", "{", "auto", [], {}, [1], {"a": 1}, [{}], {"$ref": "#"}]


def places(value, at=()):
    """Every place in JSON below its root."""
    inner = value.items() if isinstance(value, dict) else enumerate(value)
    for key, part in inner:
        yield (*at, key)
        if isinstance(part, (dict, list)):
            yield from places(part, (*at, key))


def told(tokenizer, body):
    """Why a body is refused; empty where it is taken."""
    try:
        Preparer(tokenizer, Limits()).prepare(parse(json.dumps(body | {"model": "m"}).encode()))
    except RefusalError as error:
        return str(error)
    return ""


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_whatever_stands_in_a_place_is_taken_or_refused_in_one_line(tokenizer, data):
    body = copy.deepcopy(data.draw(st.sampled_from([WHOLE, FORM])))
    *way, last = data.draw(st.sampled_from(list(places(body))))
    room = body
    for key in way:
        room = room[key]
    room[last] = data.draw(st.sampled_from(ODD))
    assert "\n" not in told(tokenizer, body)


def test_what_is_whole_is_taken(tokenizer):
    assert [told(tokenizer, body) for body in (WHOLE, FORM)] == ["", ""]
