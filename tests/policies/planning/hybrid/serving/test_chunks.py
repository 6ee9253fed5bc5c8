"""Answers as JSON."""

from types import SimpleNamespace

from policies.planning.hybrid.serving.answer import Reasoning
from policies.planning.hybrid.serving.chunks import Writer, usage_of
from policies.planning.hybrid.serving.tool_calls import BrokenCall, ToolCall

USAGE = SimpleNamespace(prompt=5, cached=2, generated=3)


def test_deltas_add_up_to_the_message():
    writer = Writer("m")
    for part in (Reasoning("a"), "b", "c", ToolCall("go", "{}")):
        writer.delta(part)
    message = writer.whole("stop", usage_of(USAGE, 1))["choices"][0]["message"]
    assert (message["reasoning_content"], message["content"]) == ("a", "bc")
    assert message["tool_calls"][0]["function"] == {"name": "go", "arguments": "{}"}


def test_usage_tells_what_the_cache_held():
    usage = usage_of(USAGE, 1)
    assert usage["total_tokens"] == 8
    assert usage["prompt_tokens_details"] == {"cached_tokens": 2}
    assert usage["completion_tokens_details"] == {"reasoning_tokens": 1}


def test_why_a_call_is_none_is_told_beside_its_text():
    writer = Writer("m")
    deltas = [writer.delta(BrokenCall("<tool_call>", why)) for why in ("open", "twice")]
    assert deltas[0] == {"content": "<tool_call>", "broken_calls": ["open"]}
    message = writer.whole("stop", usage_of(USAGE, 0))["choices"][0]["message"]
    assert message["content"] == "<tool_call><tool_call>"
    assert message["broken_calls"] == ["open", "twice"]
