"""Requests for the engine."""

import pytest

pytest.importorskip("llguidance", reason="llguidance is missing (make setup-planner)")

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
