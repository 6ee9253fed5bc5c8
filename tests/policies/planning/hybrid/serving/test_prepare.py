"""Requests for the engine."""

import time

import pytest

pytest.importorskip("llguidance", reason="llguidance is missing (make setup-planner)")

from physai_sim.core.errors import CheckpointError
from policies.planning.hybrid.serving.limits import Limits
from policies.planning.hybrid.serving.prepare import Preparer
from policies.planning.hybrid.serving.protocol import ChatRequest
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
        {"tools": [TOOL], "tool_choice": "required", "response_format": {"type": "text"}},
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
